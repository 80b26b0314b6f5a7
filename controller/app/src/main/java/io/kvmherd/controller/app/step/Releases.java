package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.request.ReleaseOutcome;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lets many guests go at once. Each gets an operation of its own, so one that cannot be let go keeps nobody else, and each
 * stays as it is. A dry run only answers; there is no plan to apply, since nothing of it depends on an order. All are judged
 * by one picture before the first is let go: none of them changes what is true of another.
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
        List<GuestRecord> asked = meant.stream().limit(AppLimits.RELEASES).toList();
        ClusterView before = turn.view();
        List<Response> answers = asked.stream()
                .map(guest -> answer(turn, guest, request.dryRun()))
                .toList();
        List<ReleaseOutcome> outcomes = new ArrayList<>();
        for (int index = 0; index < asked.size(); index++) {
            Response response = answers.get(index) instanceof Response.GuestChanged && !request.dryRun()
                    ? begin(turn, principal, asked.get(index), request.reason())
                    : answers.get(index);
            outcomes.add(outcome(before, asked.get(index), response));
        }
        return new Response.Releases(outcomes, meant.size() - outcomes.size());
    }

    /** That it may be let go, that it is being let go already by an earlier request, or why it cannot be. */
    private static Response answer(Turn turn, GuestRecord guest, boolean dryRun) {
        Optional<Response> begun = turn.operationOn(guest.id())
                .map(OperationEntry::record)
                .filter(holder -> holder.kind() == OperationKind.GIVE_BACK && !dryRun)
                .map(Response.Accepted::new);
        return begun.orElseGet(() -> GuestRequests.onReleasable(
                turn,
                guest.id().toString(),
                free -> Modes.refusal(turn, free).orElseGet(() -> new Response.GuestChanged(free.id()))));
    }

    private static Response begin(Turn turn, String principal, GuestRecord guest, String reason) {
        return GuestRequests.begin(turn, GuestRequests.draft(turn, OperationKind.GIVE_BACK, guest, principal, reason));
    }

    private static ReleaseOutcome outcome(ClusterView before, GuestRecord guest, Response response) {
        Optional<OperationId> operation = response instanceof Response.Accepted accepted
                ? Optional.of(accepted.operation().id())
                : Optional.empty();
        return new ReleaseOutcome(
                guest.host().orElseThrow(),
                guest.id(),
                guest.spec().name(),
                before.guest(guest.id()).map(GuestView::state).orElse(GuestState.UNKNOWN),
                response instanceof Response.Refused refused ? Optional.of(refused) : Optional.empty(),
                operation);
    }
}
