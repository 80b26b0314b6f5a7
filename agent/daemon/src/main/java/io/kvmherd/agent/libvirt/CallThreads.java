package io.kvmherd.agent.libvirt;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.libvirt.LibvirtException;

/**
 * A bounded pool of platform threads on which calls to libvirt are made and waited for with a limit. A call that exceeds
 * its limit keeps its thread until libvirt returns; when all threads are taken that way, further calls are refused as
 * BUSY instead of piling up. Each thread has a connection of its own, which it closes when it ends.
 */
final class CallThreads implements AutoCloseable {
    private static final long IDLE_SECONDS = 60;

    private final String libvirt;
    private final ThreadLocal<OwnConnection> own;
    private final ThreadPoolExecutor threads;

    /** @param queue how many calls may wait for a thread; 0 for none */
    CallThreads(String uri, String name, int count, int queue) {
        this.libvirt = "libvirt at " + uri;
        this.own = ThreadLocal.withInitial(() -> new OwnConnection(uri));
        BlockingQueue<Runnable> waiting = queue == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(queue);
        this.threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                waiting,
                work -> Thread.ofPlatform().daemon().name("libvirt-" + name).unstarted(() -> runAndClose(work)));
        threads.allowCoreThreadTimeOut(true);
    }

    <T> T call(String what, Duration limit, LibvirtCall<T> call) {
        Future<T> future;
        try {
            future = threads.submit(() -> call.with(own.get().ready()));
        } catch (RejectedExecutionException e) {
            throw new KvmherdException(
                    ErrorCode.BUSY,
                    "too many calls to " + libvirt + " are under way (" + threads.getMaximumPoolSize() + "): " + what
                            + " was not begun; try again later",
                    e);
        }
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(false);
            throw new KvmherdException(
                    ErrorCode.UNREACHABLE,
                    libvirt + " did not answer within " + limit.toSeconds() + " s while " + what
                            + "; whether it was done is not known. Is libvirtd hanging?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KvmherdException(ErrorCode.UNREACHABLE, "interrupted while " + what, e);
        } catch (ExecutionException e) {
            throw unwrapped(what, e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private void runAndClose(Runnable work) {
        try {
            work.run();
        } finally {
            own.get().close();
        }
    }

    private static RuntimeException unwrapped(String what, ExecutionException failure) {
        return switch (failure.getCause()) {
            case KvmherdException refused ->
                new KvmherdException(refused.code(), String.valueOf(refused.getMessage()), refused);
            case LibvirtException failed -> LibvirtFailures.of(what, failed);
            case Error error -> throw error;
            case null, default -> new IllegalStateException(failure.getCause());
        };
    }
}
