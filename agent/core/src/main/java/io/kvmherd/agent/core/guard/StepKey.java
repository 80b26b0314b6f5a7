package io.kvmherd.agent.core.guard;

import io.kvmherd.common.model.OperationId;

/** Names one step of one operation. */
record StepKey(OperationId operation, int step) {

    @Override
    public String toString() {
        return "step " + step + " of operation " + operation;
    }
}
