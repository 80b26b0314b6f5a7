package io.kvmherd.controller.engine.operation;

import static io.kvmherd.controller.engine.operation.OperationEvent.CANCEL;
import static io.kvmherd.controller.engine.operation.OperationEvent.DONE;
import static io.kvmherd.controller.engine.operation.OperationEvent.FAILED;
import static io.kvmherd.controller.engine.operation.OperationEvent.NOT_YET;
import static io.kvmherd.controller.engine.operation.OperationEvent.OVERDUE;
import static io.kvmherd.controller.engine.operation.OperationEvent.REFUSED;
import static io.kvmherd.controller.engine.operation.OperationEvent.SATISFIED;
import static io.kvmherd.controller.engine.operation.OperationEvent.UNCERTAIN;

import io.kvmherd.controller.engine.operation.Transition.Action;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The table (kind, phase, event) to transition. The only place that decides what is retried.
 *
 * <p>Two rules shape it. First, an operation that only asked, or whose command is known not to have begun, may end or
 * repeat at once. Second, once a migration may have begun, nothing but the two hosts' states ends it: failure, doubt,
 * cancellation and lateness all lead to inspection, and inspection repeats until the states are conclusive.
 */
public final class OperationMachine {
    /** Pause before a look or a try is repeated for the first time; further repeats in a row pause longer. */
    public static final long LOOK_AGAIN_MS = 1_000;

    /** How long the source's paused copy is left alone when the destination runs the guest and libvirt has not confirmed. */
    public static final long CONFIRM_GRACE_MS = 60_000;

    private static final Map<OperationKind, Map<Phase, Map<OperationEvent, Transition>>> TABLE = build();

    private OperationMachine() {}

    /**
     * What the event leads to.
     *
     * @throws IllegalStateException when the event cannot happen in this phase, which is a programmer's error
     */
    public static Transition next(OperationKind kind, Phase phase, OperationEvent event) {
        return find(kind, phase, event)
                .orElseThrow(() -> new IllegalStateException(event + " cannot happen to " + kind + " in " + phase));
    }

    /** The cell of the table, empty where the event cannot happen. */
    public static Optional<Transition> find(OperationKind kind, Phase phase, OperationEvent event) {
        return Optional.ofNullable(
                TABLE.getOrDefault(kind, Map.of()).getOrDefault(phase, Map.of()).get(event));
    }

    private static Map<OperationKind, Map<Phase, Map<OperationEvent, Transition>>> build() {
        Map<OperationKind, Map<Phase, Map<OperationEvent, Transition>>> table = new EnumMap<>(OperationKind.class);
        table.put(
                OperationKind.DEFINE,
                define(Transition.end(OperationState.SUCCEEDED)).cells());
        table.put(
                OperationKind.CREATE, start(define(Transition.to(Phase.START))).cells());
        table.put(OperationKind.START, start(new Rows()).cells());
        table.put(OperationKind.SHUT_DOWN, shutDown().cells());
        table.put(OperationKind.STOP, stop().cells());
        table.put(OperationKind.DELETE, delete().cells());
        table.put(OperationKind.MIGRATE, MigrationTable.rows().cells());
        table.put(OperationKind.RELOCATE, RelocationTable.rows().cells());
        table.put(OperationKind.FOLLOW, FollowTable.rows().cells());
        table.put(OperationKind.TAKE_OVER, repeated(Phase.MARK).cells());
        table.put(OperationKind.GIVE_BACK, repeated(Phase.UNMARK).cells());
        table.put(OperationKind.REDEFINE, redefine().cells());
        table.put(OperationKind.EVACUATE, parent().cells());
        table.put(OperationKind.APPLY_PLAN, parent().cells());
        table.put(OperationKind.RESTORE, parent().cells());
        return table;
    }

    private static Rows define(Transition whenDefined) {
        return new Rows()
                .on(Phase.DEFINE, DONE, whenDefined)
                .on(Phase.DEFINE, UNCERTAIN, Transition.after(LOOK_AGAIN_MS, Phase.DEFINE))
                .repeatInNewLife(Phase.DEFINE)
                .failOn(Phase.DEFINE, REFUSED, FAILED, OVERDUE);
    }

    private static Rows start(Rows rows) {
        return rows.on(Phase.START, DONE, Transition.to(Phase.CONFIRM_RUNNING))
                .on(Phase.START, UNCERTAIN, Transition.to(Phase.CONFIRM_RUNNING))
                .repeatInNewLife(Phase.START)
                .failOn(Phase.START, REFUSED, FAILED, OVERDUE)
                .on(Phase.CONFIRM_RUNNING, SATISFIED, Transition.end(OperationState.SUCCEEDED))
                .repeatInNewLife(Phase.CONFIRM_RUNNING)
                .on(Phase.CONFIRM_RUNNING, FAILED, Transition.after(LOOK_AGAIN_MS, Phase.CONFIRM_RUNNING))
                .on(Phase.CONFIRM_RUNNING, REFUSED, Transition.after(LOOK_AGAIN_MS, Phase.CONFIRM_RUNNING))
                .failOn(Phase.CONFIRM_RUNNING, NOT_YET, OVERDUE);
    }

    private static Rows shutDown() {
        return confirmOff(new Rows()
                .on(Phase.ASK_SHUT_DOWN, DONE, Transition.to(Phase.CONFIRM_OFF))
                .on(Phase.ASK_SHUT_DOWN, UNCERTAIN, Transition.to(Phase.CONFIRM_OFF))
                .repeatInNewLife(Phase.ASK_SHUT_DOWN)
                .failOn(Phase.ASK_SHUT_DOWN, REFUSED, FAILED, OVERDUE)
                .on(Phase.CONFIRM_OFF, CANCEL, Transition.end(OperationState.CANCELLED)));
    }

    private static Rows stop() {
        return confirmOff(new Rows()
                .on(Phase.SWITCH_OFF, DONE, Transition.to(Phase.CONFIRM_OFF))
                .on(Phase.SWITCH_OFF, UNCERTAIN, Transition.after(LOOK_AGAIN_MS, Phase.SWITCH_OFF))
                .repeatInNewLife(Phase.SWITCH_OFF)
                .failOn(Phase.SWITCH_OFF, REFUSED, FAILED, OVERDUE));
    }

    private static Rows confirmOff(Rows rows) {
        return rows.on(Phase.CONFIRM_OFF, SATISFIED, Transition.end(OperationState.SUCCEEDED))
                .on(Phase.CONFIRM_OFF, NOT_YET, Transition.after(LOOK_AGAIN_MS, Phase.CONFIRM_OFF))
                .on(Phase.CONFIRM_OFF, FAILED, Transition.after(LOOK_AGAIN_MS, Phase.CONFIRM_OFF))
                .on(Phase.CONFIRM_OFF, REFUSED, Transition.after(LOOK_AGAIN_MS, Phase.CONFIRM_OFF))
                .repeatInNewLife(Phase.CONFIRM_OFF)
                .failOn(Phase.CONFIRM_OFF, OVERDUE);
    }

    private static Rows delete() {
        return new Rows()
                .on(Phase.UNDEFINE, DONE, Transition.to(Phase.CONFIRM_ABSENT))
                .on(Phase.UNDEFINE, UNCERTAIN, Transition.after(LOOK_AGAIN_MS, Phase.UNDEFINE))
                .repeatInNewLife(Phase.UNDEFINE)
                .failOn(Phase.UNDEFINE, REFUSED, FAILED, OVERDUE)
                .on(Phase.CONFIRM_ABSENT, SATISFIED, Transition.to(Phase.BURY_DELETED))
                .on(Phase.CONFIRM_ABSENT, REFUSED, Transition.after(LOOK_AGAIN_MS, Phase.CONFIRM_ABSENT))
                .on(Phase.CONFIRM_ABSENT, FAILED, Transition.after(LOOK_AGAIN_MS, Phase.CONFIRM_ABSENT))
                .repeatInNewLife(Phase.CONFIRM_ABSENT)
                .failOn(Phase.CONFIRM_ABSENT, NOT_YET, OVERDUE)
                .on(Phase.BURY_DELETED, DONE, Transition.end(OperationState.SUCCEEDED))
                .on(Phase.BURY_DELETED, UNCERTAIN, Transition.after(LOOK_AGAIN_MS, Phase.BURY_DELETED))
                .on(Phase.BURY_DELETED, FAILED, Transition.after(LOOK_AGAIN_MS, Phase.BURY_DELETED))
                .repeatInNewLife(Phase.BURY_DELETED)
                .failOn(Phase.BURY_DELETED, REFUSED, OVERDUE);
    }

    /** One command that does no harm when it is done twice. */
    private static Rows repeated(Phase phase) {
        return new Rows()
                .on(phase, DONE, Transition.end(OperationState.SUCCEEDED))
                .on(phase, UNCERTAIN, Transition.after(LOOK_AGAIN_MS, phase))
                .repeatInNewLife(phase)
                .failOn(phase, REFUSED, FAILED, OVERDUE);
    }

    private static Rows redefine() {
        return new Rows()
                .on(Phase.REDEFINE, DONE, Transition.to(Phase.CONFIRM_DEFINED))
                .on(Phase.REDEFINE, UNCERTAIN, Transition.after(LOOK_AGAIN_MS, Phase.REDEFINE))
                .repeatInNewLife(Phase.REDEFINE)
                .failOn(Phase.REDEFINE, REFUSED, FAILED, OVERDUE)
                .on(Phase.CONFIRM_DEFINED, SATISFIED, Transition.end(OperationState.SUCCEEDED))
                .on(Phase.CONFIRM_DEFINED, REFUSED, Transition.after(LOOK_AGAIN_MS, Phase.CONFIRM_DEFINED))
                .on(Phase.CONFIRM_DEFINED, FAILED, Transition.after(LOOK_AGAIN_MS, Phase.CONFIRM_DEFINED))
                .repeatInNewLife(Phase.CONFIRM_DEFINED)
                .failOn(Phase.CONFIRM_DEFINED, NOT_YET, OVERDUE);
    }

    private static Rows parent() {
        return new Rows()
                .on(Phase.COORDINATE, CANCEL, Transition.stay(Phase.COORDINATE, Action.STAY))
                .on(Phase.COORDINATE, OVERDUE, Transition.stay(Phase.COORDINATE, Action.STAY));
    }
}
