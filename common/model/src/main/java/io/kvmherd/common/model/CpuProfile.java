package io.kvmherd.common.model;

import java.util.List;
import java.util.Optional;

/**
 * What a host's CPU is and can do.
 *
 * @param vendor maker, from the CPU itself
 * @param model libvirt's name of the closest CPU model, or empty when libvirt does not know
 * @param features libvirt's names of the features beyond the model, sorted
 * @param virtualises whether the CPU offers hardware virtualisation ({@code svm} or {@code vmx}) and the machine has a
 *     usable /dev/kvm; a host that does not takes emulated guests only
 * @param offers what its hypervisor gives to guests, by kind; without an entry it is not known
 * @param identity which CPU exactly, empty when the host does not say
 */
public record CpuProfile(
        CpuVendor vendor,
        String model,
        List<String> features,
        boolean virtualises,
        List<CpuOffer> offers,
        Optional<CpuIdentity> identity) {
    public CpuProfile {
        Names.requireText("CPU model", model);
        features = features.stream().sorted().toList();
        offers = List.copyOf(offers);
    }

    /** A CPU of which nothing more is known. */
    public CpuProfile(CpuVendor vendor, String model, List<String> features, boolean virtualises) {
        this(vendor, model, features, virtualises, List.of(), Optional.empty());
    }

    /** Empty when the host did not tell. */
    public Optional<CpuOffer> offer(Virtualisation kind) {
        return offers.stream().filter(offer -> offer.kind() == kind).findFirst();
    }
}
