package io.kvmherd.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.store.StoredSamples;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EndWaitsTest {
    private static final OperationId OPERATION = StoredSamples.operationId(1);

    private final Vertx vertx = Vertx.vertx();
    private final Set<OperationId> open = ConcurrentHashMap.newKeySet();
    private final EndWaits waits = new EndWaits(vertx, open::contains);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void areOverForWhatHasEnded() {
        assertThat(waits.due(OPERATION, 30).isComplete()).isTrue();
    }

    @Test
    void endWithTheOperation() {
        open.add(OPERATION);
        Future<Void> due = waits.due(OPERATION, 30);
        assertThat(due.isComplete()).isFalse();

        open.remove(OPERATION);

        await().until(due::succeeded);
    }

    @Test
    void endAfterTheTimeThatWasAskedFor() {
        open.add(OPERATION);

        Future<Void> due = waits.due(OPERATION, 1);

        await().until(due::succeeded);
        assertThat(open).contains(OPERATION);
    }

    @Test
    void areNotHadByMoreThanMayWait() {
        open.add(OPERATION);
        List<Future<Void>> waiting =
                IntStream.range(0, 32).mapToObj(one -> waits.due(OPERATION, 30)).toList();

        Future<Void> oneMore = waits.due(OPERATION, 30);

        assertThat(waiting).noneMatch(Future::isComplete);
        assertThat(oneMore.isComplete()).isTrue();
    }
}
