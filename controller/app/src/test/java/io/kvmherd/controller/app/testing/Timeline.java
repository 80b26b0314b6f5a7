package io.kvmherd.controller.app.testing;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is due first happens first, and of what is due together, what was planned first. */
final class Timeline {
    private record Due(long atMs, long order, Runnable what) {}

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::atMs).thenComparingLong(Due::order));
    private long nowMs = 1_000;
    private long order;

    long nowMs() {
        return nowMs;
    }

    void after(long delayMs, Runnable what) {
        queue.add(new Due(nowMs + delayMs, order++, what));
    }

    void runUntil(long untilMs) {
        while (!queue.isEmpty() && queue.peek().atMs() <= untilMs) {
            Due due = queue.remove();
            nowMs = due.atMs();
            due.what().run();
        }
        nowMs = Math.max(nowMs, untilMs);
    }
}
