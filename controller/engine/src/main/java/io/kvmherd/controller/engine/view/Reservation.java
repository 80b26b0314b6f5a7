package io.kvmherd.controller.engine.view;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import java.util.List;

/**
 * Capacity that an unfinished operation holds on one host. It ends with its operation, never by time.
 *
 * @param purpose which end of which work
 * @param committedMib nominal memory with overhead
 * @param guaranteedMib guaranteed memory with overhead
 * @param vcpus virtual CPUs
 * @param copies disks that are copied to there
 */
public record Reservation(
        OperationId operation,
        GuestId guest,
        HostId host,
        Purpose purpose,
        long committedMib,
        long guaranteedMib,
        int vcpus,
        List<GuestDisk> copies) {
    public Reservation {
        copies = List.copyOf(copies);
    }

    /** Capacity without room for copies. */
    // size: the record's own components
    public Reservation(
            OperationId operation,
            GuestId guest,
            HostId host,
            Purpose purpose,
            long committedMib,
            long guaranteedMib,
            int vcpus) {
        this(operation, guest, host, purpose, committedMib, guaranteedMib, vcpus, List.of());
    }

    /** What the capacity is held for. */
    public enum Purpose {
        /** The guest will run here: created, started or arriving. Counts in addition to the guests that the host owns. */
        ARRIVING,
        /** The guest leaves from here; it still weighs as the owner's guest, the reservation marks the slot. */
        LEAVING
    }
}
