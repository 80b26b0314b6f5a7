package io.kvmherd.controller.loop;

import io.kvmherd.controller.app.port.IdSource;
import io.kvmherd.controller.app.port.Store;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The loop and its writer, each on a thread of its own, and what happens when one of them fails. */
public final class LoopThreads {
    private static final long STOP_MS = 10_000;

    /**
     * What the loop drives.
     *
     * @param behaviour the step function
     * @param store where turns become durable; the writer's thread is the only one that commits
     * @param moments the clocks
     * @param ids where ids come from
     */
    public record Machinery(Behaviour behaviour, Store store, MomentSource moments, IdSource ids) {}

    private final Inbox inbox;
    private final RequestDesk desk;
    private final StoreWriter writer;
    private final ControlLoop loop;
    private final Consumer<Throwable> onFailure;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final Thread loopThread;
    private final Thread writerThread;

    /** @param onFailure told once, on the thread that failed, when nothing can go on; must end the process */
    // size: what is wired once; a record of its own would only be taken apart here again
    public LoopThreads(
            Machinery machinery,
            Inbox inbox,
            RequestDesk desk,
            PublishedState published,
            EffectRunner effects,
            Measurements measurements,
            Consumer<Throwable> onFailure) {
        this.inbox = inbox;
        this.desk = desk;
        this.onFailure = onFailure;
        writer = new StoreWriter(machinery.store(), published, effects, measurements);
        loop = new ControlLoop(
                published.latest(),
                new ControlLoop.Surroundings(machinery.behaviour(), machinery.moments(), machinery.ids()),
                inbox,
                writer,
                measurements);
        loopThread = Thread.ofPlatform().name("control-loop").unstarted(() -> guard(loop::run));
        writerThread = Thread.ofPlatform().name("store-writer").unstarted(() -> guard(writer::run));
    }

    public void start() {
        writerThread.start();
        loopThread.start();
    }

    /** When the last turn was completed, in ms of the monotonic clock. */
    public long lastTurnMs() {
        return loop.lastTurnMs();
    }

    public boolean isRunning() {
        return !failed.get() && loopThread.isAlive() && writerThread.isAlive();
    }

    /** Ends the loop after its current turn and writes what it computed. Waits for it, bounded; not on the loop's threads. */
    public void stop() throws InterruptedException {
        inbox.close();
        loopThread.join(STOP_MS);
        writer.finish();
        writerThread.join(STOP_MS);
        desk.refuseAll();
    }

    private void guard(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable failure) {
        if (failed.compareAndSet(false, true)) {
            inbox.close();
            loopThread.interrupt();
            writerThread.interrupt();
            desk.refuseAll();
            onFailure.accept(failure);
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }
}
