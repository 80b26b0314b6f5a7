package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.request.ReleaseOutcome;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lets many guests go at once. Each gets an operation of its own, so one that cannot be let go keeps nobody else, and each
 * stays as it is. A dry run only answers; there is no plan to apply, since nothing of it depends on an order.
 */
final class Releases {
    private Releases() {}

    static Response all(Turn turn, String principal, Request.ReleaseGuests request) {
        if (request.host().isPresent() && turn.host(request.host().get()).isEmpty()) {
            return Refusals.noSuchHost(request.host().get());
        }
        List<GuestRecord> meant = turn.allGuests().stream()
                .filter(guest -> guest.host().isPresent())
                .filter(guest -> request.host().isEmpty() || guest.host().equals(request.host()))
                .sorted(Comparator.comparing((GuestRecord guest) -> guest.host().orElseThrow())
                        .thenComparing(guest -> guest.spec().name()))
                .toList();
        List<ReleaseOutcome> outcomes = meant.stream()
                .limit(AppLimits.RELEASES)
                .map(guest -> outcome(turn, guest, release(turn, principal, guest, request)))
                .toList();
        return new Response.Releases(outcomes, meant.size() - outcomes.size());
    }

    private static Response release(Turn turn, String principal, GuestRecord guest, Request.ReleaseGuests request) {
        return GuestRequests.onReleasable(
                turn,
                guest.id().toString(),
                free -> Modes.refusal(turn, free)
                        .orElseGet(() -> request.dryRun()
                                ? new Response.GuestChanged(free.id())
                                : GuestRequests.begin(
                                        turn,
                                        GuestRequests.draft(
                                                turn, OperationKind.GIVE_BACK, free, principal, request.reason()))));
    }

    private static ReleaseOutcome outcome(Turn turn, GuestRecord guest, Response response) {
        Optional<OperationId> operation = response instanceof Response.Accepted accepted
                ? Optional.of(accepted.operation().id())
                : Optional.empty();
        return new ReleaseOutcome(
                guest.host().orElseThrow(),
                guest.id(),
                guest.spec().name(),
                turn.view().guest(guest.id()).map(GuestView::state).orElse(GuestState.UNKNOWN),
                response instanceof Response.Refused refused ? Optional.of(refused) : Optional.empty(),
                operation);
    }
}
