package io.kvmherd.controller.engine.operation;

/** Where an operation is, as the outside sees it. */
public enum OperationState {
    /** Accepted and durable; its first command has not been sent. */
    QUEUED,
    RUNNING,
    SUCCEEDED,
    /** A parent some of whose parts could not be done; each has its reasons. */
    PARTLY_DONE,
    FAILED,
    CANCELLED;

    public boolean isTerminal() {
        return this != QUEUED && this != RUNNING;
    }
}
