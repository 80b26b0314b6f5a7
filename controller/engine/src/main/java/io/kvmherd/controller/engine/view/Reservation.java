package io.kvmherd.controller.engine.view;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;

/**
 * Capacity that an unfinished operation holds on one host. It ends with its operation, never by time.
 *
 * @param purpose which end of which work
 * @param committedMib nominal memory with overhead
 * @param guaranteedMib guaranteed memory with overhead
 * @param vcpus virtual CPUs
 */
public record Reservation(
        OperationId operation,
        GuestId guest,
        HostId host,
        Purpose purpose,
        long committedMib,
        long guaranteedMib,
        int vcpus) {
    /** What the capacity is held for. */
    public enum Purpose {
        /** The guest will run here: created, started or arriving. Counts in addition to the guests that the host owns. */
        ARRIVING,
        /** The guest leaves from here; it still weighs as the owner's guest, the reservation marks the slot. */
        LEAVING
    }
}
