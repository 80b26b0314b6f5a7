package io.kvmherd.common.model;

import java.util.List;

/**
 * What a host's CPU is and can do.
 *
 * @param vendor maker, from the CPU itself
 * @param model libvirt's name of the closest CPU model, or empty when libvirt does not know
 * @param features libvirt's names of the features beyond the model, sorted
 * @param virtualises whether the CPU offers hardware virtualisation ({@code svm} or {@code vmx}) and the machine has a
 *     usable /dev/kvm; a host that does not takes emulated guests only
 */
public record CpuProfile(CpuVendor vendor, String model, List<String> features, boolean virtualises) {
    public CpuProfile {
        Names.requireText("CPU model", model);
        features = features.stream().sorted().toList();
    }
}
