package io.kvmherd.controller.engine.operation;

import static io.kvmherd.controller.engine.operation.OperationEvent.CANCEL;
import static io.kvmherd.controller.engine.operation.OperationEvent.CONFIRM_LOST;
import static io.kvmherd.controller.engine.operation.OperationEvent.DIED;
import static io.kvmherd.controller.engine.operation.OperationEvent.FAILED;
import static io.kvmherd.controller.engine.operation.OperationEvent.NOT_RESUMED;
import static io.kvmherd.controller.engine.operation.OperationEvent.ON_DESTINATION;
import static io.kvmherd.controller.engine.operation.OperationEvent.ON_SOURCE;
import static io.kvmherd.controller.engine.operation.OperationEvent.OVERDUE;
import static io.kvmherd.controller.engine.operation.OperationEvent.REFUSED;
import static io.kvmherd.controller.engine.operation.OperationEvent.RUNS_TWICE;
import static io.kvmherd.controller.engine.operation.OperationEvent.SATISFIED;
import static io.kvmherd.controller.engine.operation.OperationEvent.UNDECIDED;
import static io.kvmherd.controller.engine.operation.OperationEvent.UNDERWAY;

/**
 * How the right to run a guest follows a guest that somebody moved by hand: both hosts are asked, and only when the old
 * one has let go and the new one runs it does the right move, at the next generation.
 *
 * <p>Until the judgement nothing was changed anywhere, so every other judgement ends it: nobody's migration is repaired
 * or undone here. After the judgement it is settled as a migration is, but for one thing: the hands that moved the guest may
 * move it again meanwhile. A new owner that does not have it is asked about anew, and an old one that cannot bury because
 * it has the guest again ends the operation, so that the next look can begin another.
 */
final class FollowTable {
    private FollowTable() {}

    static Rows rows() {
        Rows rows = new Rows();
        for (Phase phase : new Phase[] {Phase.INSPECT_SOURCE, Phase.INSPECT_DESTINATION}) {
            rows.on(phase, REFUSED, again(phase))
                    .on(phase, FAILED, again(phase))
                    .on(phase, CANCEL, Transition.end(OperationState.CANCELLED))
                    .failOn(phase, OVERDUE)
                    .repeatInNewLife(phase);
        }
        rows.on(Phase.INSPECT_SOURCE, SATISFIED, Transition.to(Phase.INSPECT_DESTINATION))
                .on(Phase.INSPECT_DESTINATION, ON_DESTINATION, Transition.to(Phase.ADOPT))
                .on(Phase.INSPECT_DESTINATION, UNDERWAY, again(Phase.INSPECT_SOURCE))
                .on(Phase.INSPECT_DESTINATION, UNDECIDED, again(Phase.INSPECT_SOURCE))
                .failOn(Phase.INSPECT_DESTINATION, ON_SOURCE, DIED, NOT_RESUMED, CONFIRM_LOST, RUNS_TWICE);
        MigrationTable.settling(rows, Phase.ADOPT, Transition.to(Phase.BURY), again(Phase.INSPECT_SOURCE));
        MigrationTable.settling(
                rows, Phase.BURY, Transition.end(OperationState.SUCCEEDED), Transition.end(OperationState.SUCCEEDED));
        return rows;
    }

    private static Transition again(Phase phase) {
        return Transition.after(OperationMachine.LOOK_AGAIN_MS, phase);
    }
}
