package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import java.util.List;

/** Guests that kvmherd does not manage, in order of host and name. They count against capacity and are never touched. */
public record UnmanagedList(List<Item> items) {
    public UnmanagedList {
        items = List.copyOf(items);
    }

    /**
     * One of them, as its host last told.
     *
     * @param name whatever libvirt allows
     * @param residentMib memory that the host really holds for it
     */
    public record Item(
            GuestId id, String name, HostId host, GuestState state, int vcpus, long memoryMib, long residentMib) {}
}
