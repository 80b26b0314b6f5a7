package io.kvmherd.controller.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened, in lines that people can read: the newest are kept, of all a hash. */
final class Trace {
    private static final int LINES_KEPT = 400;

    private final EventQueue time;
    private final Deque<String> newest = new ArrayDeque<>();
    private long hash = 17;

    Trace(EventQueue time) {
        this.time = time;
    }

    void tell(String line) {
        long ms = time.nowMs();
        String whole =
                "%d:%02d:%02d.%03d %s".formatted(ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000, line);
        hash = hash * 31 + whole.hashCode();
        if (newest.size() == LINES_KEPT) {
            newest.removeFirst();
        }
        newest.addLast(whole);
    }

    /** Of every line there ever was. */
    long hash() {
        return hash;
    }

    List<String> newest() {
        return List.copyOf(newest);
    }
}
