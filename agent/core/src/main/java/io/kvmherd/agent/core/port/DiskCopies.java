package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.OperationId;
import java.util.List;

/**
 * The files on a destination that disks are copied into.
 *
 * <p>A file belongs to the operation that made it until it is kept. The host knows by the file itself, not by anything that
 * is remembered elsewhere, so it knows after every crash. A file that the operation did not make is never opened, changed
 * or removed.
 *
 * <p>Every call blocks for the disk and may be repeated; an empty list does nothing. Failures are {@code KvmherdException}:
 * CONFLICT when a file of that path is not this operation's, FILE_FAILED and HYPERVISOR_FAILED when the host cannot do it.
 */
public interface DiskCopies {
    /**
     * Makes an empty file of the right size and format for each, durable on return. What was made before a failure stays
     * this operation's, to be discarded.
     */
    void make(OperationId operation, List<GuestDisk> copies);

    /** From now on the files are the guest's: nobody discards them any more. */
    void keep(OperationId operation, List<GuestDisk> copies);

    /** Removes those that the operation made and that were not kept; the caller knows that no guest uses them. */
    void discard(OperationId operation, List<GuestDisk> copies);
}
