package io.kvmherd.controller.app.step;

import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.engine.operation.OperationEvent;
import io.kvmherd.controller.engine.operation.Phase;
import io.kvmherd.controller.engine.operation.Transition;

/**
 * How long an operation pauses before it looks or tries again: each time in a row twice as long as before, up to a limit.
 *
 * <p>A host that refuses the same command for hours would otherwise be asked each second, and each try is a step that it
 * has to remember and a row that is written here. What cuts a long pause short is news: the host greets anew, or tells
 * that the guest's state has changed. A guest that takes its time to do what it was told is no trouble: it is looked at
 * at the first pace until the deadline.
 */
final class Pauses {
    private static final int DOUBLINGS_MAX = 10;

    private Pauses() {}

    /** The length of the next pause, which begins with the table's own. */
    static long nextMs(OperationEntry entry, long firstMs) {
        int doublings = Math.min(entry.pace().repeats(), DOUBLINGS_MAX);
        return Math.min(firstMs << doublings, Math.max(firstMs, AppLimits.LOOK_AGAIN_MAX_MS));
    }

    /** How many pauses in a row there have been when the transition is made; a look at both hosts is one. */
    static int repeatsAfter(OperationEntry entry, Transition transition) {
        if (transition.pauseMs() > 0) {
            return entry.pace().repeats() + 1;
        }
        return transition.next() == Phase.INSPECT_DESTINATION ? entry.pace().repeats() : 0;
    }

    /** The operation as the event finds it: what is merely not done yet is looked at without growing pauses. */
    static OperationEntry before(OperationEntry entry, OperationEvent event) {
        return event == OperationEvent.NOT_YET ? entry.withRepeats(0) : entry;
    }
}
