package io.kvmherd.agent.core.adoption;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.w3c.dom.Element;

/**
 * What in a definition, apart from its CPU and its devices, is in the way of a live migration: memory, protection, clock,
 * pins, and what somebody tells QEMU past libvirt.
 */
final class MachineHindrances {
    private static final List<String> PINS = List.of("vcpupin", "emulatorpin", "iothreadpin");

    private final Element domain;
    private final List<Hindrance> found = new ArrayList<>();

    private MachineHindrances(Element domain) {
        this.domain = domain;
    }

    static List<Hindrance> of(Element domain, DomainDescription description) {
        MachineHindrances hindrances = new MachineHindrances(domain);
        hindrances.hugePages(description);
        hindrances.protection();
        hindrances.clock();
        hindrances.pinnedCpus();
        hindrances.pinnedMemory();
        hindrances.ownOptions();
        return hindrances.found;
    }

    private void hugePages(DomainDescription description) {
        boolean huge = XmlDocument.child(domain, "memoryBacking")
                .flatMap(backing -> XmlDocument.child(backing, "hugepages"))
                .isPresent();
        if (huge) {
            narrows(Reason.of(ReasonCode.HUGEPAGES_NEEDED).with("needMib", description.memoryMib()));
        }
    }

    /**
     * What nobody but the guest can read, QEMU cannot send either. No host says whether such a guest could start there, so it
     * stays when it is off, too.
     */
    private void protection() {
        XmlDocument.child(domain, "launchSecurity")
                .ifPresent(security -> blocks(Reason.of(ReasonCode.HOST_DEVICE_ATTACHED)
                        .with("device", "launchSecurity " + security.getAttribute("type"))));
    }

    /** QEMU sends a clock of constant pace only if it was told which. */
    private void clock() {
        boolean constant = XmlDocument.child(domain, "cpu").stream()
                .flatMap(cpu -> XmlDocument.children(cpu, "feature").stream())
                .filter(feature -> feature.getAttribute("name").equals("invtsc"))
                .anyMatch(feature -> List.of("require", "force").contains(feature.getAttribute("policy")));
        boolean told = XmlDocument.child(domain, "clock").stream()
                .flatMap(clock -> XmlDocument.children(clock, "timer").stream())
                .filter(timer -> timer.getAttribute("name").equals("tsc"))
                .anyMatch(timer -> !timer.getAttribute("frequency").isEmpty());
        if (constant && !told) {
            blocks(Reason.of(ReasonCode.QEMU_CANNOT_SEND)
                    .with("what", "a constant clock")
                    .with("where", "invtsc"));
        }
    }

    private void pinnedCpus() {
        TreeSet<String> sets = new TreeSet<>();
        sets.add(XmlDocument.attribute(domain, "vcpu", "cpuset"));
        XmlDocument.child(domain, "cputune")
                .ifPresent(tune -> PINS.forEach(pin ->
                        XmlDocument.children(tune, pin).forEach(element -> sets.add(element.getAttribute("cpuset")))));
        sets.remove("");
        pinned("CPUs", String.join(" ", sets));
    }

    /** A preference is none: QEMU takes memory elsewhere then. */
    private void pinnedMemory() {
        Optional<Element> tune = XmlDocument.child(domain, "numatune");
        TreeSet<String> nodes = new TreeSet<>();
        tune.ifPresent(numa -> List.of("memory", "memnode")
                .forEach(name -> XmlDocument.children(numa, name).stream()
                        .filter(element -> List.of("strict", "").contains(element.getAttribute("mode")))
                        .forEach(element -> nodes.add(element.getAttribute("nodeset")))));
        nodes.remove("");
        pinned("NUMA nodes", String.join(" ", nodes));
    }

    private void pinned(String what, String where) {
        if (!where.isEmpty()) {
            narrows(Reason.of(ReasonCode.PINNED_TO_HOST).with("what", what).with("where", shortened(where)));
        }
    }

    private void ownOptions() {
        if (XmlDocument.child(domain, "commandline").isPresent()) {
            narrows(Reason.of(ReasonCode.STATE_ON_HOST)
                    .with("kind", "options of QEMU")
                    .with("where", "qemu:commandline"));
        }
    }

    private void blocks(Reason reason) {
        found.add(Hindrance.blocking(reason));
    }

    private void narrows(Reason reason) {
        found.add(Hindrance.narrowing(reason));
    }

    private static String shortened(String text) {
        return text.length() <= Limits.NAME_LENGTH ? text : text.substring(0, Limits.NAME_LENGTH - 1) + "…";
    }
}
