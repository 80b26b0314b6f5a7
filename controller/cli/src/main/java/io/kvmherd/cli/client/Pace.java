package io.kvmherd.cli.client;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.concurrent.TimeUnit;

/** Time as the command sees it: how much has gone by, and waiting for more. */
public interface Pace {
    /** The machine's own time. */
    Pace REAL = new Pace() {
        @Override
        public long elapsedMs() {
            return System.nanoTime() / 1_000_000;
        }

        @Override
        public void pause(long ms) {
            try {
                TimeUnit.MILLISECONDS.sleep(ms);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KvmherdException(ErrorCode.CANCELLED, "the waiting was interrupted", e);
            }
        }
    };

    /** Milliseconds since some fixed moment; never goes back. */
    long elapsedMs();

    /** Waits; blocks the caller. */
    void pause(long ms);
}
