package io.kvmherd.controller.app.port;

import io.kvmherd.common.protocol.Epoch;
import java.util.List;
import java.util.UUID;

/**
 * The durable memory of the cluster. Every method blocks for the disk; those declared here are called by one thread at a
 * time.
 *
 * <p>What {@link #commit} returned from survives any crash. A commit that failed, or whose result is unknown, leaves the
 * caller one way on: stop acting and load again.
 */
public interface Store extends Archive {
    /**
     * Takes a new term: the epoch becomes one more than the largest ever taken, bound to this incarnation, durably.
     *
     * @throws io.kvmherd.common.failure.KvmherdException STORE_FAILED; CONFLICT when another process holds the database
     */
    Epoch takeEpoch(UUID incarnation);

    /** Everything that lasts. */
    StoredState load();

    /**
     * Writes all or nothing, in order, if the epoch is still the newest, and sets the journal sequence.
     *
     * @throws io.kvmherd.common.failure.KvmherdException STORE_FAILED; CONFLICT when the epoch is no longer the newest
     */
    void commit(Epoch epoch, long journalSequence, List<StoreWrite> writes);
}
