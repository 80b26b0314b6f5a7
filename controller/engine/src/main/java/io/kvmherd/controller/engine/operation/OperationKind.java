package io.kvmherd.controller.engine.operation;

/** What an operation does. */
public enum OperationKind {
    /** Defines a guest and starts it. */
    CREATE(Phase.DEFINE),
    /** Defines a guest and leaves it off. */
    DEFINE(Phase.DEFINE),
    START(Phase.START),
    SHUT_DOWN(Phase.ASK_SHUT_DOWN),
    STOP(Phase.SWITCH_OFF),
    DELETE(Phase.UNDEFINE),
    MIGRATE(Phase.PROVE_WRITE),
    /** Moves the definition of a guest that is off. */
    RELOCATE(Phase.PROVE_WRITE),
    /** Lets the right to run a guest follow a guest that somebody moved by hand. */
    FOLLOW(Phase.INSPECT_SOURCE),
    /** Takes a guest over that somebody else defined. */
    TAKE_OVER(Phase.MARK),
    /** Lets a guest go, as it is, to whoever uses libvirt itself. */
    GIVE_BACK(Phase.UNMARK),
    /** Puts back what was accepted of a guest's definition. */
    REDEFINE(Phase.REDEFINE),
    /** Empties a host by live migrations of its own. */
    EVACUATE(Phase.COORDINATE),
    /** Carries out a stored plan. */
    APPLY_PLAN(Phase.COORDINATE),
    /** Brings guests back to the host that an evacuation moved them away from. */
    RESTORE(Phase.COORDINATE);

    private final Phase first;

    OperationKind(Phase first) {
        this.first = first;
    }

    public Phase firstPhase() {
        return first;
    }

    /** Whether it consists of other operations. */
    public boolean isParent() {
        return first == Phase.COORDINATE;
    }
}
