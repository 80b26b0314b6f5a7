package io.kvmherd.common.model;

import java.util.List;

/**
 * The CPU that a running guest was really given. It is what a destination has to provide, whatever the guest's definition
 * says: a definition may name no model at all.
 *
 * @param vendor the vendor it asks for, by libvirt's name ("AMD"); empty when it does not mind
 * @param model libvirt's model, empty for a guest that sees its host's CPU as it is
 * @param features every feature it has, by libvirt's names, the model's own among them; sorted
 * @param passthrough whether the guest sees its host's CPU as it is, beyond what any list of features says
 */
public record GuestCpu(String vendor, String model, List<String> features, boolean passthrough) {
    /** A guest with it relies on a time stamp counter of constant frequency. */
    public static final String INVARIANT_TSC = "invtsc";

    /** libvirt's mode of a CPU that is the host's own, as it is. */
    public static final String PASSTHROUGH = "host-passthrough";

    private static final List<String> VIRTUALISATION = List.of("svm", "vmx");

    public GuestCpu {
        Names.requireText("CPU vendor", vendor);
        Names.requireText("CPU model", model);
        features = CpuOffer.names(features);
    }

    /** Whether the guest can run guests of its own. */
    public boolean virtualises() {
        return features.stream().anyMatch(VIRTUALISATION::contains);
    }

    public boolean keepsTime() {
        return features.contains(INVARIANT_TSC);
    }
}
