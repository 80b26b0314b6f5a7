package io.kvmherd.agent.core.guard;

import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Failed;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;

/** Results as they are stored: a message that is too long is cut off. */
final class StorableResult {
    private StorableResult() {}

    static CommandResult of(CommandResult result) {
        return switch (result) {
            case Failed r -> new Failed(r.code(), bounded(r.message()));
            case NotAdmitted r -> new NotAdmitted(r.refusal(), bounded(r.detail()));
            case CommandResult.GivenUp r -> new CommandResult.GivenUp(r.reasons(), bounded(r.detail()));
            default -> result;
        };
    }

    private static String bounded(String text) {
        return text.length() <= GuardLimits.MESSAGE_LENGTH
                ? text
                : text.substring(0, GuardLimits.MESSAGE_LENGTH - 1) + "…";
    }
}
