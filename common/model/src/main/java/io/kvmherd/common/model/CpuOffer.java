package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.List;

/**
 * What a host's hypervisor can give to a guest of one kind. It is neither more nor less than what the host's CPU has: KVM
 * adds some features and holds others back, and emulation has features of its own.
 *
 * @param vendor that such a guest would see, by libvirt's name ("AMD"); under emulation it may be another than the host's
 * @param features libvirt's names, sorted
 */
public record CpuOffer(Virtualisation kind, String vendor, List<String> features) {
    public CpuOffer {
        Names.requireText("CPU vendor", vendor);
        features = names(features);
    }

    static List<String> names(List<String> features) {
        if (features.size() > Limits.CPU_FEATURES) {
            throw new KvmherdException(
                    ErrorCode.TOO_LARGE,
                    "a CPU has " + features.size() + " features; at most " + Limits.CPU_FEATURES + " are read");
        }
        features.forEach(feature -> Names.requireText("CPU feature", feature));
        return features.stream().sorted().distinct().toList();
    }
}
