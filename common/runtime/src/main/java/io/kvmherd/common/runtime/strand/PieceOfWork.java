package io.kvmherd.common.runtime.strand;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Work on a virtual thread of its own that runs only while its owner waits for it.
 *
 * <p>Java has coroutines inside its virtual threads, but does not hand them out; a thread and two semaphores are the same to
 * everybody who looks on. The price is a hand-over of some microseconds. Work that is never told to go on again stays paused
 * until it is garbage.
 */
public final class PieceOfWork {
    private static final ThreadLocal<PieceOfWork> CURRENT = new ThreadLocal<>();

    private final Semaphore mayRun = new Semaphore(0);
    private final Semaphore hasStopped = new Semaphore(0);
    private final Runnable work;
    private boolean begun;
    private boolean ended;
    private Optional<Throwable> thrown = Optional.empty();

    public PieceOfWork(Runnable work) {
        this.work = work;
    }

    /**
     * Lets it run until it pauses or ends, and waits for that.
     *
     * @return whether it paused
     * @throws RuntimeException what the work threw, errors as well
     * @throws IllegalStateException when it has ended before
     */
    public boolean goOn() {
        if (ended) {
            throw new IllegalStateException("this work has ended");
        }
        if (!begun) {
            begun = true;
            Thread.ofVirtual().start(this::run);
        }
        mayRun.release();
        hasStopped.acquireUninterruptibly();
        switch (thrown.orElse(null)) {
            case null -> {
                // It paused, or came to its end.
            }
            case Error error -> throw error;
            case RuntimeException failure -> throw failure;
            case Throwable unexpected -> throw new IllegalStateException("the work threw what it may not", unexpected);
        }
        return !ended;
    }

    /**
     * Called by the work: hands over to whoever told it to go on, and returns when it is told so again.
     *
     * @throws IllegalStateException when no such work calls it
     */
    public static void pause() {
        PieceOfWork me = CURRENT.get();
        if (me == null) {
            throw new IllegalStateException("only work that runs in pieces can pause");
        }
        me.hasStopped.release();
        me.mayRun.acquireUninterruptibly();
    }

    private void run() {
        mayRun.acquireUninterruptibly();
        CURRENT.set(this);
        try {
            work.run();
        } catch (Throwable e) {
            thrown = Optional.of(e);
        } finally {
            ended = true;
            hasStopped.release();
        }
    }
}
