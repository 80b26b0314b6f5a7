package io.kvmherd.agent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a thread ends by a mistake in the program: the process does too. Without one of its threads it would
 * look healthy and do half of its work; a restart is harmless, because guests do not need the agent to run.
 */
final class LastResort implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    private final Runnable halt;

    /** @param halt ends the process at once, without the orderly stop, which might wait for the thread that ended */
    LastResort(Runnable halt) {
        this.halt = halt;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        try {
            LOG.error("thread {} ended by a mistake in the program; the agent ends", thread.getName(), failure);
        } finally {
            halt.run();
        }
    }
}
