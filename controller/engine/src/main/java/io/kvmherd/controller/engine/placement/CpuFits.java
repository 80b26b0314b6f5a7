package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.GuestCpu;
import java.util.List;
import java.util.TreeSet;

/**
 * Whether a host can give a guest the CPU that it runs with: the comparison that the destination's libvirt makes, from
 * what hosts tell beforehand. libvirt is asked all the same before anything moves; this is here so that a plan does not
 * send a guest where it would be refused, and so that the features have names.
 *
 * @param vendorAccepted whether the guest is given the vendor it asks for
 * @param missing features that the guest has and the host cannot give, sorted
 */
public record CpuFits(boolean vendorAccepted, List<String> missing) {
    public CpuFits {
        missing = List.copyOf(missing);
    }

    public static CpuFits of(GuestCpu guest, CpuOffer offer) {
        TreeSet<String> missing = new TreeSet<>(guest.features());
        offer.features().forEach(missing::remove);
        return new CpuFits(guest.vendor().isEmpty() || guest.vendor().equals(offer.vendor()), List.copyOf(missing));
    }

    public boolean isYes() {
        return vendorAccepted && missing.isEmpty();
    }
}
