package io.kvmherd.agent.core.port;

import java.util.List;

/**
 * The agent's durable memory: an append-only list of records. One writer.
 *
 * <p>A record that {@link #append} returned from survives any crash; one that was being written when the machine died is
 * either wholly there or wholly absent. Blocks for the disk.
 */
public interface GuardLog {
    /** All records, oldest first. Called once, before the first append. */
    List<byte[]> read();

    /**
     * Appends and waits for the disk.
     *
     * @throws io.kvmherd.common.failure.KvmherdException FILE_FAILED when it is not known to be on disk; the log then
     *     refuses everything until it is opened anew
     */
    void append(byte[] record);

    /** Replaces the whole log by these records, atomically; used to forget. */
    void rewrite(List<byte[]> records);
}
