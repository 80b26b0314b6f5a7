package io.kvmherd.agent.core.command;

import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/** How this package says that a guest's state does not fit a command. */
final class Preconditions {

    private Preconditions() {}

    static CommandResult refuse(String detail) {
        return new NotAdmitted(Refusal.PRECONDITION, detail);
    }

    static CommandResult refuse(ObservedGuest guest, String need) {
        return refuse("guest " + guest.id() + " (" + guest.name() + ") is " + guest.state() + " with job " + guest.job()
                + "; " + need);
    }

    static CommandResult refuse(List<Reason> reasons) {
        return refuse(reasons.stream().map(Preconditions::shown).collect(Collectors.joining("; ")));
    }

    /** Whether the domain is ours and of no newer generation than the command means. */
    static boolean isOurs(ObservedGuest guest, PlacementGeneration placement) {
        return guest.placement().isPresent() && guest.placement().get().compareTo(placement) <= 0;
    }

    static CommandResult notOurs(ObservedGuest guest, PlacementGeneration placement) {
        return guest.placement().isEmpty()
                ? refuse(guest, "kvmherd does not manage it and leaves it alone")
                : refuse(
                        guest,
                        "it runs under generation " + guest.placement().get() + ", the command means " + placement);
    }

    private static String shown(Reason reason) {
        String facts = reason.names().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
        String numbers = reason.numbers().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
        String separator = facts.isEmpty() || numbers.isEmpty() ? "" : ", ";
        return reason.code() + " (" + facts + separator + numbers + ")";
    }
}
