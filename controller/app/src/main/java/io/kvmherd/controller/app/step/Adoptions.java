package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.GuestSurvey;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.request.AdoptionOutcome;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.Adoption;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.LastFound;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.SurveyEntry;
import io.kvmherd.controller.app.state.SurveyEntry.Found;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.outside.Appearance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Adopts guests that their agents have described: each that may be is put down as ours and gets an operation of its own,
 * which writes our mark on its host. Nothing else of a guest is touched, so one that fails leaves the others alone.
 *
 * <p>A guest that was adopted before is looked at anew: its summary, its hindrances and what becomes of its autostart are
 * as its definition says now.
 */
final class Adoptions {
    private Adoptions() {}

    /** All that could be asked have answered, or were given up. */
    static Response settle(Turn turn, SurveyEntry survey) {
        List<Found> found = survey.found().stream()
                .sorted(Comparator.comparing(Found::host)
                        .thenComparing(guest -> guest.survey().name()))
                .toList();
        List<AdoptionOutcome> outcomes = new ArrayList<>();
        for (Found guest : found) {
            outcomes.add(settle(turn, survey, guest));
        }
        Response response = new Response.Adoptions(outcomes, survey.silent(), survey.left());
        if (!survey.wish().dryRun()) {
            audit(turn, survey, outcomes);
        }
        return response;
    }

    private static AdoptionOutcome settle(Turn turn, SurveyEntry survey, Found guest) {
        List<Reason> refusals = AdoptionRules.refusals(turn, survey.wish(), guest);
        Optional<GuestRecord> known = turn.guest(guest.survey().id());
        boolean may = refusals.isEmpty() && guest.survey().spec().isPresent();
        boolean busy = turn.operationOn(guest.survey().id()).isPresent();
        boolean foreign = known.isEmpty() || known.get().adoption().isPresent();
        boolean does = may && foreign && !busy && !survey.wish().dryRun();
        Optional<OperationId> operation = does ? Optional.of(begin(turn, survey, guest, known)) : Optional.empty();
        return new AdoptionOutcome(
                guest.host(),
                guest.survey().id(),
                guest.survey().name(),
                seen(turn, guest).map(ObservedGuest::state).orElse(GuestState.UNKNOWN),
                guest.survey().spec(),
                refusals,
                guest.survey().hindrances(),
                guest.survey().startsWithHost(),
                AdoptionRules.destinations(turn, guest),
                known.isPresent(),
                operation);
    }

    private static OperationId begin(Turn turn, SurveyEntry survey, Found guest, Optional<GuestRecord> known) {
        GuestRecord record = known.map(before -> lookedAt(turn, before, guest.survey()))
                .orElseGet(() -> adopted(turn, guest))
                .carryingController(survey.wish().carriesController()
                        || known.map(GuestRecord::carriesController).orElse(false));
        if (known.isPresent()
                && survey.wish().carriesController()
                && record.ownStart().isEmpty()) {
            record = record.startingItself(Optional.of(OwnStart.LOCKED));
        }
        turn.put(record);
        OperationRecord operation = OperationDraft.guestOperation(
                        turn, OperationKind.TAKE_OVER, record, survey.principal())
                .because(survey.wish().reason())
                .record();
        Operations.begin(turn, operation);
        return operation.id();
    }

    private static GuestRecord lookedAt(Turn turn, GuestRecord before, GuestSurvey survey) {
        boolean taken = before.adoption().map(Adoption::taken).orElse(false);
        return before.lookedAt(survey.spec().orElseThrow(), adoption(turn, survey, taken));
    }

    /** What it does now is what is wanted of it, and the right to run it is where it is. */
    private static GuestRecord adopted(Turn turn, Found guest) {
        GuestId id = guest.survey().id();
        boolean active =
                seen(turn, guest).map(there -> there.state().isActive()).orElse(false);
        return new GuestRecord(
                id,
                guest.survey().spec().orElseThrow(),
                active ? Wish.RUNNING : Wish.STOPPED,
                Optional.of(guest.host()),
                new PlacementGeneration(guest.survey().highestPlacement() + 1),
                turn.now().wall(),
                seen(turn, guest).map(there -> new LastFound(guest.host(), Appearance.of(there.state()), there.name())),
                List.of(),
                Optional.of(adoption(turn, guest.survey(), false)),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Adoption adoption(Turn turn, GuestSurvey survey, boolean taken) {
        return new Adoption(turn.now().wall(), taken, survey.hindrances(), survey.startsWithHost());
    }

    private static Optional<ObservedGuest> seen(Turn turn, Found guest) {
        HostId host = guest.host();
        return turn.host(host)
                .flatMap(entry -> Views.seenOn(entry, guest.survey().id()));
    }

    private static void audit(Turn turn, SurveyEntry survey, List<AdoptionOutcome> outcomes) {
        long begun = outcomes.stream()
                .filter(outcome -> outcome.operation().isPresent())
                .count();
        turn.write(new StoreWrite.AppendAudit(new AuditRecord(
                turn.now().wall(),
                survey.principal(),
                "AdoptGuests",
                survey.wish().object(),
                survey.wish().reason(),
                "accepted: " + begun + " of " + outcomes.size() + " guests",
                outcomes.stream()
                        .flatMap(outcome -> outcome.operation().stream())
                        .findFirst())));
    }
}
