package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.AdoptionWish;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.SurveyEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Asks agents to describe the guests that somebody wants to adopt. Only an agent sees a definition, so a request is answered
 * when all that were asked have answered, or some time has passed; hosts that said nothing are named in the answer.
 */
final class SurveyRequests {
    private static final int FIRST_STEP = 1;

    private SurveyRequests() {}

    static void arrived(Turn turn, UUID request, String principal, AdoptionWish wish) {
        Optional<Response> refusal = refusal(turn, wish);
        if (refusal.isPresent()) {
            turn.answer(request, refusal.get());
            return;
        }
        SortedMap<HostId, List<GuestId>> wanted = new TreeMap<>();
        SortedMap<HostId, String> silent = new TreeMap<>();
        int left = 0;
        int taken = 0;
        for (HostEntry host : hosts(turn, wish)) {
            if (!host.takesCommands()) {
                silent.put(host.id(), "its command link is not open, so its guests are not known");
                continue;
            }
            List<GuestId> guests = candidates(turn, wish, host);
            int room = Math.min(guests.size(), AppLimits.ADOPTIONS - taken);
            wanted.put(host.id(), guests.subList(0, room));
            taken += room;
            left += guests.size() - room;
        }
        if (taken == 0 && !wish.wantsAll()) {
            turn.answer(request, notFound(wish, silent));
            return;
        }
        SurveyEntry entry =
                new SurveyEntry(request, principal, wish, turn.nowMs(), ask(turn, wanted), List.of(), silent, left);
        turn.put(entry);
        settleIfComplete(turn, entry);
    }

    /** @return whether the answer was for a survey */
    static boolean answered(Turn turn, HostId host, LinkMessage.CommandAnswer answer) {
        for (SurveyEntry entry : turn.surveys()) {
            if (host.equals(entry.awaited().get(answer.operation()))) {
                SurveyEntry after = answer.result() instanceof CommandResult.GuestsSurveyed described
                        ? entry.answered(answer.operation(), described.surveys())
                        : entry.unanswered(answer.operation(), "its agent could not tell: " + why(answer.result()));
                turn.put(after);
                settleIfComplete(turn, after);
                return true;
            }
        }
        return false;
    }

    static void tick(Turn turn) {
        for (SurveyEntry entry : turn.surveys()) {
            if (turn.nowMs() - entry.askedMs() > AppLimits.INQUIRY_MS) {
                settleIfComplete(
                        turn, entry.givenUp("its agent did not answer within " + AppLimits.INQUIRY_MS + " ms"));
            }
        }
    }

    private static void settleIfComplete(Turn turn, SurveyEntry entry) {
        if (entry.isComplete()) {
            turn.drop(entry);
            turn.answer(entry.request(), Adoptions.settle(turn, entry));
        }
    }

    private static Optional<Response> refusal(Turn turn, AdoptionWish wish) {
        if (wish.host().isPresent() && turn.host(wish.host().get()).isEmpty()) {
            return Optional.of(Refusals.noSuchHost(wish.host().get()));
        }
        if (turn.surveys().size() >= AppLimits.SURVEYS_OPEN) {
            return Optional.of(Refusals.tooMany("too many adoptions wait for agents", AppLimits.SURVEYS_OPEN));
        }
        List<HostId> places = hosts(turn, wish).stream()
                .filter(host -> !candidates(turn, wish, host).isEmpty())
                .map(HostEntry::id)
                .toList();
        if (!wish.wantsAll() && places.size() > 1) {
            return Optional.of(Refusals.refused(
                    ErrorCode.CONFLICT,
                    "guest " + wish.guest() + " cannot be adopted",
                    "hosts " + places + " have each a domain of this name or id",
                    "say which is meant: kvmherd guest adopt " + wish.guest() + " --host " + places.getFirst()));
        }
        return Optional.empty();
    }

    private static List<HostEntry> hosts(Turn turn, AdoptionWish wish) {
        return turn.allHosts().stream()
                .filter(host -> wish.host().map(host.id()::equals).orElse(true))
                .toList();
    }

    /** For all: whoever is not managed. By name: also one that is managed there, to be looked at anew. */
    private static List<GuestId> candidates(Turn turn, AdoptionWish wish, HostEntry host) {
        return host.presence().guests().stream()
                .filter(guest -> wish.wantsAll()
                        ? turn.guest(guest.id()).isEmpty()
                        : isMeant(wish, guest) && mayBeMeantHere(turn, wish, host, guest))
                .map(ObservedGuest::id)
                .toList();
    }

    private static boolean isMeant(AdoptionWish wish, ObservedGuest guest) {
        return guest.name().equals(wish.guest()) || guest.id().toString().equals(wish.guest());
    }

    private static boolean mayBeMeantHere(Turn turn, AdoptionWish wish, HostEntry host, ObservedGuest guest) {
        return wish.host().isPresent()
                || turn.guest(guest.id())
                        .map(managed -> managed.host().equals(Optional.of(host.id())))
                        .orElse(true);
    }

    private static SortedMap<OperationId, HostId> ask(Turn turn, SortedMap<HostId, List<GuestId>> wanted) {
        SortedMap<OperationId, HostId> awaited = new TreeMap<>();
        List<String> declared = List.copyOf(turn.storage().declared());
        wanted.forEach((host, guests) -> parts(guests).forEach(part -> {
            OperationId id = new OperationId(turn.newId());
            awaited.put(id, host);
            turn.send(
                    host,
                    new CommandEnvelope(
                            id,
                            FIRST_STEP,
                            turn.identity().epoch(),
                            turn.nextCommandSequence(),
                            turn.journalSequence(),
                            turn.host(host)
                                    .flatMap(entry -> entry.presence().generation())
                                    .orElseThrow(),
                            new PlacementGeneration(0),
                            AppLimits.INQUIRY_MS,
                            new AgentCommand.SurveyGuests(part, declared)));
        }));
        return awaited;
    }

    private static List<List<GuestId>> parts(List<GuestId> guests) {
        List<List<GuestId>> parts = new ArrayList<>();
        for (int from = 0; from < guests.size(); from += Limits.SURVEY_GUESTS) {
            parts.add(guests.subList(from, Math.min(guests.size(), from + Limits.SURVEY_GUESTS)));
        }
        return parts;
    }

    private static Response notFound(AdoptionWish wish, SortedMap<HostId, String> silent) {
        String asked = wish.host().map(host -> "host " + host + " has").orElse("no host has");
        String why = wish.host().isPresent()
                ? asked + " no domain of this name or id"
                : asked + " a domain of this name or id";
        return Refusals.refused(
                silent.isEmpty() ? ErrorCode.NOT_FOUND : ErrorCode.UNREACHABLE,
                "guest " + wish.guest() + " cannot be adopted",
                silent.isEmpty() ? why : why + " that can be seen; hosts " + silent.keySet() + " have no command link",
                "see what there is: kvmherd guest list");
    }

    private static String why(CommandResult result) {
        return switch (result) {
            case CommandResult.Failed failed -> failed.message();
            case CommandResult.NotAdmitted refusal -> refusal.detail();
            default -> result.getClass().getSimpleName();
        };
    }
}
