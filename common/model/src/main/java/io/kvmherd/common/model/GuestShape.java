package io.kvmherd.common.model;

import java.util.List;

/**
 * What a domain is made of, in the few things that people talk about. Short enough to be compared, and made only of what
 * libvirt never fills in or changes by itself.
 *
 * @param vcpus virtual CPUs that are switched on
 * @param vcpusMax virtual CPUs that could be
 * @param memoryMib memory that the guest can have at most
 * @param memoryNowMib memory that it is to have after its start; 0 where it is the balloon's at the moment
 * @param devices disks, interfaces and devices of the host, one short line each, sorted, at most
 *     {@code Limits.SHAPE_DEVICES}
 */
public record GuestShape(int vcpus, int vcpusMax, long memoryMib, long memoryNowMib, List<String> devices) {
    public GuestShape {
        devices = devices.stream().limit(Limits.SHAPE_DEVICES).toList();
    }

    /** The same as far as a guest that runs can be compared with a definition. */
    public GuestShape running() {
        return new GuestShape(vcpus, vcpusMax, memoryMib, 0, devices);
    }
}
