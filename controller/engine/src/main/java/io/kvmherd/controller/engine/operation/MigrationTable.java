package io.kvmherd.controller.engine.operation;

import static io.kvmherd.controller.engine.operation.OperationEvent.CANCEL;
import static io.kvmherd.controller.engine.operation.OperationEvent.CONFIRM_LOST;
import static io.kvmherd.controller.engine.operation.OperationEvent.DIED;
import static io.kvmherd.controller.engine.operation.OperationEvent.DONE;
import static io.kvmherd.controller.engine.operation.OperationEvent.FAILED;
import static io.kvmherd.controller.engine.operation.OperationEvent.LIFE_CHANGED;
import static io.kvmherd.controller.engine.operation.OperationEvent.NOT_RESUMED;
import static io.kvmherd.controller.engine.operation.OperationEvent.NOT_YET;
import static io.kvmherd.controller.engine.operation.OperationEvent.ON_DESTINATION;
import static io.kvmherd.controller.engine.operation.OperationEvent.ON_SOURCE;
import static io.kvmherd.controller.engine.operation.OperationEvent.OVERDUE;
import static io.kvmherd.controller.engine.operation.OperationEvent.REFUSED;
import static io.kvmherd.controller.engine.operation.OperationEvent.RUNS_TWICE;
import static io.kvmherd.controller.engine.operation.OperationEvent.SATISFIED;
import static io.kvmherd.controller.engine.operation.OperationEvent.UNCERTAIN;
import static io.kvmherd.controller.engine.operation.OperationEvent.UNDECIDED;
import static io.kvmherd.controller.engine.operation.OperationEvent.UNDERWAY;

import io.kvmherd.controller.engine.operation.Transition.Action;
import java.util.Optional;

/**
 * A live migration's part of the table, in four stretches: ask, send, judge, settle.
 *
 * <p>Asking changes nothing, so anything wrong ends it. From the announcement at the destination on, every way out goes
 * past the withdrawal of that announcement. The command that moves the guest leaves only while both hosts can be reached;
 * until then the migration stands by and may be given up. From the sending on, every way out goes past the inspection of
 * both hosts; while these say that it goes on, it is followed. After the judgement, settling repeats until it is done:
 * ownership is already decided and durable.
 *
 * <p>Only the withdrawal ends by time as well. Whoever comes there knows that the destination does not run the guest,
 * because it was never sent or because both hosts were judged; an announcement that its host never takes back runs out by
 * itself, and a guest must not stay locked because of a host that is gone.
 */
final class MigrationTable {
    private MigrationTable() {}

    static Rows rows() {
        Rows rows = new Rows();
        ask(rows);
        send(rows);
        follow(rows);
        judge(rows);
        settle(rows);
        return rows;
    }

    private static void ask(Rows rows) {
        rows.on(Phase.PROVE_WRITE, DONE, Transition.to(Phase.PROVE_READ))
                .on(Phase.PROVE_WRITE, SATISFIED, Transition.to(Phase.DESCRIBE))
                .on(Phase.PROVE_WRITE, UNCERTAIN, again(Phase.PROVE_WRITE))
                .on(Phase.PROVE_READ, SATISFIED, Transition.to(Phase.PROVE_WRITE))
                .on(Phase.DESCRIBE, SATISFIED, Transition.to(Phase.CHECK))
                .on(Phase.CHECK, SATISFIED, Transition.to(Phase.EXPECT))
                .failOn(Phase.PROVE_WRITE, REFUSED, FAILED, OVERDUE)
                .failOn(Phase.PROVE_READ, NOT_YET, REFUSED, FAILED, OVERDUE)
                .failOn(Phase.DESCRIBE, REFUSED, FAILED, OVERDUE)
                .failOn(Phase.CHECK, REFUSED, FAILED, OVERDUE);
        for (Phase phase : new Phase[] {Phase.PROVE_WRITE, Phase.PROVE_READ, Phase.DESCRIBE, Phase.CHECK}) {
            rows.repeatInNewLife(phase).on(phase, CANCEL, Transition.end(OperationState.CANCELLED));
        }
        rows.on(Phase.EXPECT, DONE, Transition.to(Phase.STAND_BY))
                .on(Phase.EXPECT, CANCEL, Transition.to(Phase.WITHDRAW))
                .on(Phase.EXPECT, REFUSED, Transition.to(Phase.WITHDRAW))
                .on(Phase.EXPECT, FAILED, Transition.to(Phase.WITHDRAW))
                .on(Phase.EXPECT, UNCERTAIN, Transition.to(Phase.WITHDRAW))
                .on(Phase.EXPECT, OVERDUE, Transition.to(Phase.WITHDRAW))
                .repeatInNewLife(Phase.EXPECT)
                .on(Phase.STAND_BY, SATISFIED, Transition.to(Phase.SEND))
                .on(Phase.STAND_BY, CANCEL, Transition.to(Phase.WITHDRAW))
                .on(Phase.STAND_BY, OVERDUE, Transition.to(Phase.WITHDRAW));
    }

    private static void send(Rows rows) {
        rows.on(Phase.SEND, DONE, Transition.to(Phase.INSPECT_SOURCE))
                .on(Phase.SEND, REFUSED, Transition.to(Phase.INSPECT_SOURCE))
                .on(Phase.SEND, FAILED, Transition.to(Phase.INSPECT_SOURCE))
                .on(Phase.SEND, UNCERTAIN, Transition.to(Phase.INSPECT_SOURCE))
                .on(Phase.SEND, LIFE_CHANGED, Transition.to(Phase.INSPECT_SOURCE))
                .on(Phase.SEND, CANCEL, Transition.stay(Phase.SEND, Action.ABORT_AND_STAY))
                .on(Phase.SEND, OVERDUE, Transition.stay(Phase.SEND, Action.ABORT_AND_STAY));
    }

    /** Whoever began the migration does not watch it any more: its agent was started anew in the middle. */
    private static void follow(Rows rows) {
        rows.on(Phase.FOLLOW, DONE, Transition.to(Phase.INSPECT_SOURCE))
                .on(Phase.FOLLOW, REFUSED, again(Phase.INSPECT_SOURCE))
                .on(Phase.FOLLOW, FAILED, again(Phase.INSPECT_SOURCE))
                .on(Phase.FOLLOW, UNCERTAIN, again(Phase.INSPECT_SOURCE))
                .on(Phase.FOLLOW, LIFE_CHANGED, again(Phase.INSPECT_SOURCE))
                .on(Phase.FOLLOW, CANCEL, Transition.stay(Phase.FOLLOW, Action.ABORT_AND_STAY))
                .on(Phase.FOLLOW, OVERDUE, Transition.stay(Phase.FOLLOW, Action.ABORT_AND_STAY));
    }

    private static void judge(Rows rows) {
        for (Phase phase : new Phase[] {Phase.INSPECT_SOURCE, Phase.INSPECT_DESTINATION}) {
            rows.on(phase, REFUSED, again(phase))
                    .on(phase, FAILED, again(phase))
                    .on(phase, CANCEL, Transition.stay(phase, Action.ABORT_AND_STAY))
                    .on(phase, OVERDUE, Transition.stay(phase, Action.ABORT_AND_STAY))
                    .repeatInNewLife(phase);
        }
        rows.on(Phase.INSPECT_SOURCE, SATISFIED, Transition.to(Phase.INSPECT_DESTINATION))
                .on(Phase.INSPECT_DESTINATION, ON_DESTINATION, Transition.to(Phase.ADOPT))
                .on(Phase.INSPECT_DESTINATION, ON_SOURCE, Transition.to(Phase.WITHDRAW))
                .on(Phase.INSPECT_DESTINATION, DIED, Transition.to(Phase.WITHDRAW))
                .on(Phase.INSPECT_DESTINATION, UNDERWAY, again(Phase.FOLLOW))
                .on(Phase.INSPECT_DESTINATION, UNDECIDED, again(Phase.INSPECT_SOURCE))
                .on(Phase.INSPECT_DESTINATION, NOT_RESUMED, Transition.to(Phase.CLOSE_DESTINATION))
                .on(Phase.INSPECT_DESTINATION, CONFIRM_LOST, Transition.to(Phase.REMOVE_SOURCE_COPY))
                .on(
                        Phase.INSPECT_DESTINATION,
                        RUNS_TWICE,
                        new Transition(
                                Phase.INSPECT_SOURCE, OperationMachine.LOOK_AGAIN_MS, Optional.empty(), Action.ALARM));
    }

    private static void settle(Rows rows) {
        // What was judged may be over by the time it is acted on: a host that says so is looked at once more.
        Transition lookAgain = again(Phase.INSPECT_SOURCE);
        settling(rows, Phase.REMOVE_SOURCE_COPY, Transition.to(Phase.INSPECT_SOURCE), lookAgain);
        settling(rows, Phase.CLOSE_DESTINATION, Transition.to(Phase.RESUME_SOURCE), lookAgain);
        settling(rows, Phase.RESUME_SOURCE, Transition.to(Phase.INSPECT_SOURCE), lookAgain);
        settling(rows, Phase.ADOPT, Transition.to(Phase.BURY));
        settling(rows, Phase.BURY, Transition.end(OperationState.SUCCEEDED));
        repeating(rows, Phase.WITHDRAW, Transition.end(OperationState.FAILED), again(Phase.WITHDRAW))
                .on(Phase.WITHDRAW, OVERDUE, Transition.end(OperationState.FAILED));
    }

    /** Repeats what was decided until it is done. */
    static void settling(Rows rows, Phase phase, Transition whenDone) {
        settling(rows, phase, whenDone, again(phase));
    }

    /** As above, with another way on where the host says that what was decided does not fit any more. */
    static void settling(Rows rows, Phase phase, Transition whenDone, Transition whenRefused) {
        repeating(rows, phase, whenDone, whenRefused).on(phase, OVERDUE, Transition.stay(phase, Action.STAY));
    }

    private static Rows repeating(Rows rows, Phase phase, Transition whenDone, Transition whenRefused) {
        return rows.on(phase, DONE, whenDone)
                .on(phase, UNCERTAIN, again(phase))
                .on(phase, FAILED, again(phase))
                .on(phase, REFUSED, whenRefused)
                .on(phase, CANCEL, Transition.stay(phase, Action.STAY))
                .repeatInNewLife(phase);
    }

    private static Transition again(Phase phase) {
        return Transition.after(OperationMachine.LOOK_AGAIN_MS, phase);
    }
}
