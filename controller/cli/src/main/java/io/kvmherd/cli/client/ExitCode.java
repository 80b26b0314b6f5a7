package io.kvmherd.cli.client;

/** How the command ends, for scripts. Stable. */
public enum ExitCode {
    DONE(0),
    FAILED(1),
    /** The command line or what it asks for cannot be right. */
    USAGE(2),
    NOT_FOUND(3),
    /** The thing exists already, or something else holds it. */
    CONFLICT(4),
    /** No host or plan satisfies the rules. */
    INFEASIBLE(5),
    /** Some guests could not be moved. */
    PARTLY_DONE(6),
    DENIED(7),
    /** The controller does not answer. */
    UNREACHABLE(8),
    /** The operation goes on; only the waiting ended. */
    TIMED_OUT(9);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
