package io.kvmherd.agent.core.domain;

import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.Virtualisation;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.w3c.dom.Element;

/**
 * Reads CPUs as libvirt writes them: a model with features added and taken away. What a model's name stands for is known to
 * libvirt alone, so whoever reads brings that along; a model that is not known leaves the CPU unknown.
 */
public final class CpuXmlReader {
    private static final List<String> GIVEN = List.of("require", "force", "");
    private static final List<String> TAKEN = List.of("disable", "forbid");

    private final Function<String, Optional<List<String>>> featuresOf;

    /** @param featuresOf what a model's name stands for; empty when that cannot be told */
    public CpuXmlReader(Function<String, Optional<List<String>>> featuresOf) {
        this.featuresOf = featuresOf;
    }

    /** The CPU of a running guest; empty for a guest without one of a model, and where the model is not known. */
    public Optional<GuestCpu> ofGuest(String domainXml) {
        Optional<Element> cpu = XmlDocument.child(XmlDocument.parse(domainXml), "cpu");
        if (cpu.isEmpty()) {
            return Optional.empty();
        }
        if (cpu.get().getAttribute("mode").equals(GuestCpu.PASSTHROUGH)) {
            return Optional.of(new GuestCpu("", "", List.of(), true));
        }
        return features(cpu.get())
                .map(features -> new GuestCpu(
                        XmlDocument.text(cpu.get(), "vendor"), XmlDocument.text(cpu.get(), "model"), features, false));
    }

    /**
     * What domain capabilities say of guests of one kind: the CPU that "host-model" would be, which is what the hypervisor
     * compares with; empty when it has none.
     */
    public Optional<CpuOffer> ofCapabilities(String domainCapabilitiesXml, Virtualisation kind) {
        return XmlDocument.child(XmlDocument.parse(domainCapabilitiesXml), "cpu").stream()
                .flatMap(cpu -> XmlDocument.children(cpu, "mode").stream())
                .filter(mode -> mode.getAttribute("name").equals("host-model"))
                .filter(mode -> mode.getAttribute("supported").equals("yes"))
                .findFirst()
                .flatMap(mode ->
                        features(mode).map(features -> new CpuOffer(kind, XmlDocument.text(mode, "vendor"), features)));
    }

    private Optional<List<String>> features(Element cpu) {
        String model = XmlDocument.text(cpu, "model");
        return model.isEmpty() ? Optional.empty() : featuresOf.apply(model).map(known -> changed(known, cpu));
    }

    private static List<String> changed(List<String> known, Element cpu) {
        TreeSet<String> features = new TreeSet<>(known);
        for (Element feature : XmlDocument.children(cpu, "feature")) {
            String name = feature.getAttribute("name");
            String policy = feature.getAttribute("policy");
            if (GIVEN.contains(policy)) {
                features.add(name);
            } else if (TAKEN.contains(policy)) {
                features.remove(name);
            }
        }
        return List.copyOf(features);
    }

    /** The features that libvirt lists when it is asked to spell a CPU out. */
    public static List<String> spelledOut(String cpuXml) {
        return changed(List.of(), XmlDocument.parse(cpuXml));
    }
}
