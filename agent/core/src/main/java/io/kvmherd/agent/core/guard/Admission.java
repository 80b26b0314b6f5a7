package io.kvmherd.agent.core.guard;

import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Refusal;

/** The guard's answer to one command. */
public sealed interface Admission {

    /** Carry it out. For a change, its begin is on disk, and its end has to be told to the guard. */
    record Proceed() implements Admission {}

    /** It was begun before: answer this and do nothing. */
    record Repeat(CommandResult result) implements Admission {}

    /** It is being carried out right now; its answer will follow. */
    record InProgress() implements Admission {}

    /** Do nothing and say why. */
    record Refuse(Refusal refusal, String detail) implements Admission {

        public CommandResult asResult() {
            return new CommandResult.NotAdmitted(refusal, detail);
        }
    }
}
