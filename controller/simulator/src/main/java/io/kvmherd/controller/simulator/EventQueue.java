package io.kvmherd.controller.simulator;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: it passes only from one event to the next. Events of one moment happen in the order they were put in. */
final class EventQueue {
    private static final int EVENTS_MAX = 1_000_000;

    private record Event(long atMs, long number, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::number));
    private long nowMs;
    private long number;
    private long happened;

    long nowMs() {
        return nowMs;
    }

    /** How many events there were. */
    long happened() {
        return happened;
    }

    void after(long delayMs, Runnable what) {
        if (delayMs < 0) {
            throw new IllegalArgumentException("an event cannot be " + -delayMs + " ms ago");
        }
        if (events.size() >= EVENTS_MAX) {
            throw new IllegalStateException(
                    "more than " + EVENTS_MAX + " events wait: something makes more than it takes");
        }
        number++;
        events.add(new Event(nowMs + delayMs, number, what));
    }

    /** Does the next event if it is due by then; if not, it is that moment. */
    boolean next(long untilMs) {
        Event first = events.peek();
        if (first == null || first.atMs() > untilMs) {
            nowMs = Math.max(nowMs, untilMs);
            return false;
        }
        events.remove();
        nowMs = first.atMs();
        happened++;
        first.what().run();
        return true;
    }
}
