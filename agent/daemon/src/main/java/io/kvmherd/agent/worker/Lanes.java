package io.kvmherd.agent.worker;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for one kind of work, with a bound on what runs and waits together. A place is reserved before the guard is
 * asked, so that no command is begun that then finds no thread.
 */
final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final long IDLE_SECONDS = 60;

    private final String name;
    private final int places;
    private final Semaphore free;
    private final ThreadPoolExecutor threads;

    Lanes(String name, int count, int waiting, ThreadFactory factory) {
        this.name = name;
        this.places = count + waiting;
        this.free = new Semaphore(places);
        this.threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(places), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /** @return whether there was a place; it is given back by {@link #run} or {@link #release} */
    boolean reserve() {
        return free.tryAcquire();
    }

    void release() {
        free.release();
    }

    /** Runs in a reserved place; does not after {@link #close}, when the process is about to end. */
    void run(Runnable work) {
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    free.release();
                }
            });
        } catch (RejectedExecutionException e) {
            free.release();
            LOG.info("the agent stops; one of its {} is not begun", name);
        }
    }

    String refusal() {
        return "already " + places + " " + name + " run or wait on this host";
    }

    /** Lets running work end; waits for nothing. */
    void close() {
        threads.shutdown();
    }
}
