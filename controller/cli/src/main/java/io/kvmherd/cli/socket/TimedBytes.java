package io.kvmherd.cli.socket;

import java.time.Duration;

/** A connection on which nothing waits for ever. For one thread. Failures are {@code KvmherdException} UNREACHABLE. */
interface TimedBytes extends AutoCloseable {
    /** @param patience longest wait for the next bytes */
    void setPatience(Duration patience);

    /** Sends all of it; fails when the other side does not take it in time or is gone. */
    void write(byte[] bytes);

    /** The next byte, or -1 at the end; fails when none comes in time or the connection breaks. */
    int read();

    /** Up to {@code length} bytes, at least one; -1 at the end. Fails as {@link #read()}. */
    int read(byte[] into, int offset, int length);

    @Override
    void close();
}
