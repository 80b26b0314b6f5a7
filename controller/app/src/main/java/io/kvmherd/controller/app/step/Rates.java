package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.view.MeasuredRates;
import io.kvmherd.controller.engine.view.MeasuredRates.Measured;
import io.kvmherd.controller.engine.view.MeasuredRates.Way;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads from the operations that have ended what migrations sent. */
final class Rates {
    private static final long MIB = 1_024L * 1_024;
    private static final long MS_PER_SECOND = 1_000;

    private Rates() {}

    /** @param operations in order of their beginning */
    static MeasuredRates of(Collection<OperationEntry> operations) {
        SortedMap<Way, Deque<MigrationFigures>> newest = new TreeMap<>();
        for (OperationEntry entry : operations) {
            if (!entry.record().isOpen() && entry.record().course().isPresent()) {
                note(newest, entry.record(), entry.record().course().get());
            }
        }
        SortedMap<Way, Measured> ways = new TreeMap<>();
        newest.forEach((way, taken) -> ways.put(way, measured(taken)));
        return new MeasuredRates(ways);
    }

    private static void note(
            SortedMap<Way, Deque<MigrationFigures>> newest, OperationRecord operation, MigrationCourse course) {
        boolean tells = course.boundMibPerSecond() == 0
                && course.limitMibPerSecond() == 0
                && course.figures()
                        .filter(figures -> figures.totalMs() > 0 && figures.sentBytes() > 0)
                        .isPresent();
        if (tells && operation.host().isPresent() && operation.destination().isPresent()) {
            Deque<MigrationFigures> taken = newest.computeIfAbsent(
                    new Way(operation.host().get(), operation.destination().get()), way -> new ArrayDeque<>());
            taken.addLast(course.figures().get());
            if (taken.size() > MeasuredRates.MIGRATIONS) {
                taken.removeFirst();
            }
        }
    }

    /** All bytes by all time: a long migration says more than a short one. */
    private static Measured measured(Deque<MigrationFigures> taken) {
        long mib = taken.stream().mapToLong(MigrationFigures::sentBytes).sum() / MIB;
        long milliseconds = taken.stream().mapToLong(MigrationFigures::totalMs).sum();
        return new Measured(Math.max(1, mib * MS_PER_SECOND / milliseconds), taken.size());
    }
}
