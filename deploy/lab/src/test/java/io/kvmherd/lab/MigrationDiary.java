package io.kvmherd.lab;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * What a migration told of itself while it went on, looked at some times a second by a thread of its own, and how it ended.
 * Every question waits for that end.
 */
final class MigrationDiary {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration ENDS = Duration.ofMinutes(4);

    private final Cluster cluster;
    private final String operation;
    private final SortedSet<Long> pausesMs = new TreeSet<>();
    private final CompletableFuture<JsonNode> end;
    private long slowedPercent;
    private boolean postCopy;

    private MigrationDiary(Cluster cluster, String operation) {
        this.cluster = cluster;
        this.operation = operation;
        this.end = CompletableFuture.supplyAsync(
                this::watch, watch -> Thread.ofPlatform().daemon().start(watch));
    }

    static MigrationDiary of(Cluster cluster, String operation) {
        return new MigrationDiary(cluster, operation);
    }

    String operation() {
        return operation;
    }

    /** The operation as it is now that it has ended. */
    JsonNode end() {
        return end.join();
    }

    /** Each pause that was allowed at some time. */
    SortedSet<Long> pausesMs() {
        end.join();
        return pausesMs;
    }

    /** The most by which the guest was slowed down. */
    long slowedPercent() {
        end.join();
        return slowedPercent;
    }

    boolean sawPostCopy() {
        end.join();
        return postCopy;
    }

    /** How long the guest stood still, as it is kept; 0 if nothing is. */
    long measuredPauseMs() {
        return end().path("migration").path("downtimeMs").asLong();
    }

    @Override
    public String toString() {
        return end().toString();
    }

    private JsonNode watch() {
        return await("migration " + operation + " ends")
                .atMost(ENDS)
                .pollInterval(POLL)
                .pollInSameThread()
                .until(this::look, Cluster::isEnded);
    }

    private JsonNode look() {
        JsonNode now = cluster.operation(operation);
        JsonNode progress = now.path("progress");
        long pauseMs = progress.path("downtimeAllowedMs").asLong();
        if (pauseMs > 0) {
            pausesMs.add(pauseMs);
        }
        slowedPercent = Math.max(slowedPercent, progress.path("throttlePercent").asLong());
        postCopy |= progress.path("postCopy").asBoolean();
        return now;
    }
}
