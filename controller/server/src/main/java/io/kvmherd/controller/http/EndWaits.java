package io.kvmherd.controller.http;

import io.kvmherd.common.model.OperationId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Questions about an operation that are answered when it has ended, or after a while. Whoever waits for an end is told at
 * once, and asks once in a while instead of many times a second.
 *
 * <p>The published state is looked at by a timer, which costs a look into a map; no picture is made and no thread is held
 * before the answer is due. Of a question beyond the most that may wait the answer is due at once.
 */
final class EndWaits {
    /** The longest wait that may be asked for. */
    static final long SECONDS = 30;

    private static final int MOST = 32;
    private static final long LOOK_MS = 10;

    private final Vertx vertx;
    private final Predicate<OperationId> open;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param open whether an operation has not ended; asked on event loops, so it must not block */
    EndWaits(Vertx vertx, Predicate<OperationId> open) {
        this.vertx = vertx;
        this.open = open;
    }

    /** Done when the answer is due; never fails. An operation that is not known has ended long ago, or never was. */
    Future<Void> due(OperationId operation, long seconds) {
        if (!open.test(operation) || seconds == 0) {
            return Future.succeededFuture();
        }
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            return Future.succeededFuture();
        }
        Promise<Void> due = Promise.promise();
        long end = vertx.setTimer(seconds * 1_000, timer -> due.tryComplete());
        long looks = vertx.setPeriodic(LOOK_MS, timer -> {
            if (!open.test(operation)) {
                due.tryComplete();
            }
        });
        return due.future().onComplete(done -> {
            vertx.cancelTimer(end);
            vertx.cancelTimer(looks);
            waiting.decrementAndGet();
        });
    }
}
