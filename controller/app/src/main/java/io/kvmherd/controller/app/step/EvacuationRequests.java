package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.engine.host.DutyEvent;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.view.GuestView;
import java.util.List;
import java.util.Optional;

/** Requests to empty hosts, one or several together. */
final class EvacuationRequests {
    private EvacuationRequests() {}

    static Response evacuate(Turn turn, String principal, Request.EvacuateHosts request) {
        List<HostId> hosts = request.hosts();
        if (hosts.isEmpty() || hosts.size() > Limits.HOSTS) {
            return Refusals.refused(
                    ErrorCode.INVALID_INPUT,
                    "nothing is evacuated",
                    hosts.size() + " hosts are named; at least 1 and at most " + Limits.HOSTS + " can be",
                    "name the hosts that are to be empty");
        }
        Optional<Response> unknown = hosts.stream()
                .filter(host -> turn.host(host).isEmpty())
                .<Response>map(Refusals::noSuchHost)
                .findFirst();
        if (unknown.isPresent()) {
            return unknown.get();
        }
        if (request.dryRun()) {
            PlanRecord plan = Evacuations.forecast(turn, hosts, request.copyStorage());
            turn.put(plan);
            return new Response.Planned(plan);
        }
        Optional<Response> obstacle = obstacle(turn, hosts);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        PlanRecord plan = Evacuations.plan(turn, hosts, request.copyStorage());
        turn.put(plan);
        OperationRecord evacuation = draft(turn, OperationKind.EVACUATE, plan, principal, request.reason());
        return begin(turn, evacuation.on(plan.course()), plan);
    }

    /** Begins a stored plan that holds on the newest picture. */
    static Response apply(Turn turn, String principal, PlanRecord plan, String reason) {
        return obstacle(turn, plan.wholeHosts())
                .orElseGet(() -> begin(
                        turn,
                        draft(turn, OperationKind.APPLY_PLAN, plan, principal, reason)
                                .on(plan.course()),
                        plan));
    }

    /** "h1", or "h1, h2 and 3 more". */
    static String named(List<HostId> hosts) {
        int more = hosts.size() - AppLimits.GUESTS_NAMED;
        String names = String.join(
                ", ",
                hosts.stream().limit(AppLimits.GUESTS_NAMED).map(HostId::value).toList());
        return more > 0 ? names + " and " + more + " more" : names;
    }

    private static Optional<Response> obstacle(Turn turn, List<HostId> hosts) {
        return hosts.stream()
                .flatMap(host -> Modes.refusal(turn, host, "no guest is moved off host " + host)
                        .or(() -> beingEmptied(turn, host))
                        .or(() -> forbiddenByGuest(turn, host))
                        .stream())
                .findFirst();
    }

    /** Also a host that is empty already, as long as the operation that emptied it is busy with others. */
    private static Optional<Response> beingEmptied(Turn turn, HostId host) {
        boolean emptying = turn.host(host).orElseThrow().record().duty() == HostDuty.EVACUATING;
        return emptying || Evacuations.openOn(turn, host).isPresent()
                ? Optional.of(HostRequests.beingEmptied(turn, host))
                : Optional.empty();
    }

    /** Who runs there and wants to be asked first is asked before anybody else is moved. */
    private static Optional<Response> forbiddenByGuest(Turn turn, HostId host) {
        List<String> blocking = turn.view().guestsOf(host).stream()
                .filter(guest -> guest.state().isActive())
                .filter(EvacuationRequests::blocks)
                .map(guest -> guest.spec().name())
                .sorted()
                .toList();
        if (blocking.isEmpty()) {
            return Optional.empty();
        }
        String which = (blocking.size() == 1 ? "guest " : "guests ") + Evacuations.named(blocking);
        return Optional.of(Refusals.refused(
                ErrorCode.CONFLICT,
                "host " + host + " is not evacuated",
                which + " may not be disturbed: the evacuation policy is block (" + ReasonCode.GUEST_BLOCKS_EVACUATION
                        + ")",
                "ask who runs it; then move it with kvmherd migrate, shut it down, or change that with kvmherd guest set "
                        + blocking.getFirst() + " --evacuation live"));
    }

    private static boolean blocks(GuestView guest) {
        return guest.evacuation() == EvacuationPolicy.BLOCK;
    }

    private static OperationRecord draft(
            Turn turn, OperationKind kind, PlanRecord plan, String principal, String reason) {
        return OperationDraft.hostOperation(turn, kind, plan.wholeHosts(), principal)
                .because(reason)
                .following(plan.id())
                .record();
    }

    private static Response begin(Turn turn, OperationRecord operation, PlanRecord plan) {
        for (HostId host : plan.wholeHosts()) {
            turn.put(turn.host(host).orElseThrow().record().emptiedBy(operation.id()));
            Hosts.changeDuty(turn, turn.host(host).orElseThrow(), DutyEvent.EVACUATE, operation.reason());
        }
        Operations.begin(turn, operation);
        Evacuations.goOn(turn, Evacuations.review(turn, operation.id(), plan));
        return new Response.Accepted(
                turn.operation(operation.id()).orElseThrow().record());
    }
}
