package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import java.util.List;
import java.util.Optional;

/**
 * Hosts leave the cluster and come back.
 *
 * <p>A host joins by its greeting, so a removed one would be back within seconds: its name is kept, and its agent is
 * turned away until an operator adds the host again. Removing is a change of the database alone. Nothing is sent, and what
 * runs on the host is not touched; that is why no managed guest may be left. A silent host without guests may be removed.
 * One with guests may not, whatever is said: nobody can tell whether they run, and to forget them would let them be
 * created a second time.
 */
final class Membership {
    private Membership() {}

    static Response remove(Turn turn, Request.RemoveHost request) {
        HostId host = request.host();
        Optional<HostEntry> entry = turn.host(host);
        if (entry.isEmpty()) {
            return Refusals.noSuchHost(host);
        }
        Optional<Response> obstacle = obstacle(turn, entry.get());
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        if (request.dryRun()) {
            return new Response.HostMembership(host, true);
        }
        turn.put(turn.cluster().removing(host));
        entry.get().presence().link().ifPresent(link -> turn.closeLink(host, link, "the host was removed"));
        turn.remove(entry.get().record());
        turn.tell(Happening.of(EventRecord.What.HOST_REMOVED).on(host).with("reason", request.reason()));
        return new Response.HostMembership(host, false);
    }

    static Response add(Turn turn, Request.AddHost request) {
        if (turn.cluster().hasRemoved(request.host())) {
            turn.put(turn.cluster().adding(request.host()));
            turn.tell(
                    Happening.of(EventRecord.What.HOST_ADDED).on(request.host()).with("reason", request.reason()));
        }
        return new Response.HostMembership(request.host(), true);
    }

    private static Optional<Response> obstacle(Turn turn, HostEntry entry) {
        HostId host = entry.id();
        List<OperationRecord> open = turn.openOperations().stream()
                .map(operation -> operation.record())
                .filter(operation -> operation.concerns(host))
                .toList();
        if (!open.isEmpty()) {
            return Optional.of(refused(
                    host,
                    "operation " + open.getFirst().id() + " has not ended",
                    "wait for it: kvmherd operation watch " + open.getFirst().id()));
        }
        List<String> guests = turn.view().guestsOf(host).stream()
                .map(guest -> guest.spec().name())
                .sorted()
                .toList();
        if (!guests.isEmpty()) {
            boolean answers = entry.takesCommands();
            return Optional.of(refused(
                    host,
                    named(guests) + (guests.size() == 1 ? " is" : " are") + " on it"
                            + (answers ? "" : ", and while it is silent nobody can tell whether they run"),
                    answers
                            ? "move them away (kvmherd evacuate " + host
                                    + ") and release those that are off or are to stay (kvmherd guest release); or let all of"
                                    + " them go as they are: kvmherd host remove " + host + " --release"
                            : "bring its agent back first; a host is never removed with guests on it"));
        }
        Optional<String> marked = entry.presence().guests().stream()
                .filter(seen -> seen.isManaged() && seen.state().isActive())
                .map(ObservedGuest::name)
                .findFirst();
        if (marked.isPresent()) {
            return Optional.of(refused(
                    host,
                    "guest " + marked.get() + " runs on it and carries kvmherd's mark: it was moved or started by hand",
                    "look at it with virsh on that host and move it back, or end it"));
        }
        boolean full = turn.cluster().removed().size() >= Limits.HOSTS;
        return full
                ? Optional.of(Refusals.tooMany("host " + host + " cannot be removed", Limits.HOSTS))
                : Optional.empty();
    }

    private static String named(List<String> guests) {
        int more = guests.size() - AppLimits.GUESTS_NAMED;
        String names = String.join(", ", guests.subList(0, Math.min(guests.size(), AppLimits.GUESTS_NAMED)));
        return (guests.size() == 1 ? "guest " : "guests ") + names + (more > 0 ? " and " + more + " more" : "");
    }

    private static Response.Refused refused(HostId host, String why, String next) {
        return Refusals.refused(ErrorCode.CONFLICT, "host " + host + " cannot be removed", why, next);
    }
}
