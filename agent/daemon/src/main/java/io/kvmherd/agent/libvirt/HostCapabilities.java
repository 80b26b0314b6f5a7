package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.EmulatorFacts;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.common.model.CpuIdentity;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * What libvirt's capabilities say about the host and its emulator.
 *
 * <p>The CPU is taken from here and never from domain capabilities: those describe what a guest would see, and under
 * emulation name a vendor that the machine does not have.
 *
 * @param cpuVendor libvirt's name ("Intel"), empty when it does not say
 * @param cpuModel closest model, empty when unknown
 * @param cpuFeatures features beyond the model
 * @param identity which CPU exactly, without the kernel, which libvirt does not tell; empty when it names none
 * @param architecture the host's own ("x86_64")
 * @param emulator program that runs guests of that architecture, empty when there is none
 * @param domainTypes kinds of guests that it runs: "kvm", "qemu"
 * @param machineTypes its versioned machine types; aliases such as "q35" are left out, for they mean something else elsewhere
 */
record HostCapabilities(
        String cpuVendor,
        String cpuModel,
        List<String> cpuFeatures,
        Optional<CpuIdentity> identity,
        String architecture,
        String emulator,
        List<String> domainTypes,
        List<String> machineTypes) {
    private static final Pattern VERSIONED = Pattern.compile("[A-Za-z0-9._-]{1,50}-[0-9]{1,3}(\\.[0-9]{1,3}){1,2}");

    HostCapabilities {
        cpuFeatures = List.copyOf(cpuFeatures);
        domainTypes = List.copyOf(domainTypes);
        machineTypes = List.copyOf(machineTypes);
    }

    static HostCapabilities read(String xml) {
        Element root = XmlDocument.parse(xml);
        Optional<Element> cpu = XmlDocument.child(root, "host").flatMap(host -> XmlDocument.child(host, "cpu"));
        String architecture =
                cpu.map(element -> XmlDocument.text(element, "arch")).orElse("");
        Optional<Element> guests = XmlDocument.children(root, "guest").stream()
                .filter(guest -> XmlDocument.text(guest, "os_type").equals("hvm"))
                .flatMap(guest -> XmlDocument.children(guest, "arch").stream())
                .filter(arch -> arch.getAttribute("name").equals(architecture))
                .findFirst();
        return new HostCapabilities(
                cpu.map(element -> XmlDocument.text(element, "vendor")).orElse(""),
                cpu.map(element -> XmlDocument.text(element, "model")).orElse(""),
                cpu.map(HostCapabilities::features).orElse(List.of()),
                cpu.flatMap(HostCapabilities::identity),
                architecture,
                guests.map(arch -> XmlDocument.text(arch, "emulator")).orElse(""),
                guests.map(HostCapabilities::domainTypes).orElse(List.of()),
                guests.map(HostCapabilities::machineTypes).orElse(List.of()));
    }

    /** libvirt's own test driver has one domain type and no machine types; QEMU tells the two kinds apart. */
    EmulatorFacts emulatorFacts(boolean testDriver) {
        return testDriver
                ? new EmulatorFacts("", architecture, List.of(), "test", "test")
                : new EmulatorFacts(emulator, architecture, machineTypes, "kvm", "qemu");
    }

    private static List<String> features(Element cpu) {
        return XmlDocument.children(cpu, "feature").stream()
                .map(feature -> feature.getAttribute("name"))
                .toList();
    }

    private static Optional<CpuIdentity> identity(Element cpu) {
        return XmlDocument.child(cpu, "signature").map(signature -> {
            Optional<Element> clock = XmlDocument.children(cpu, "counter").stream()
                    .filter(counter -> counter.getAttribute("name").equals("tsc"))
                    .findFirst();
            return new CpuIdentity(
                    signature.getAttribute("family") + "." + signature.getAttribute("model"),
                    signature.getAttribute("stepping"),
                    XmlDocument.attribute(cpu, "microcode", "version"),
                    "",
                    clock.map(counter -> kilohertz(counter.getAttribute("frequency")))
                            .orElse(0L),
                    clock.map(counter -> counter.getAttribute("scaling").equals("yes"))
                            .orElse(false));
        });
    }

    /** 0 for what is no number of hertz. */
    private static long kilohertz(String hertz) {
        return hertz.matches("[0-9]{4,18}") ? Long.parseLong(hertz) / 1_000 : 0;
    }

    private static List<String> domainTypes(Element arch) {
        return XmlDocument.children(arch, "domain").stream()
                .map(domain -> domain.getAttribute("type"))
                .toList();
    }

    private static List<String> machineTypes(Element arch) {
        TreeSet<String> types = new TreeSet<>();
        for (Element machine : XmlDocument.children(arch, "machine")) {
            types.add(XmlDocument.text(machine));
            types.add(machine.getAttribute("canonical"));
        }
        return types.stream().filter(type -> VERSIONED.matcher(type).matches()).toList();
    }
}
