package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.decision.Decision;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.placement.FirstMachineType;
import io.kvmherd.controller.engine.placement.PlacementRequest;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.SharedStorage.Trust;
import java.util.Optional;

/** Requests about one guest. */
final class GuestRequests {
    private GuestRequests() {}

    static Response create(Turn turn, String principal, Request.CreateGuest request) {
        Optional<GuestRecord> taken = turn.guestCalled(request.spec().name());
        if (taken.isPresent()) {
            return Refusals.nameTaken(taken.get());
        }
        if (request.host().isPresent() && turn.host(request.host().get()).isEmpty()) {
            return Refusals.noSuchHost(request.host().get());
        }
        GuestId id = new GuestId(turn.newId());
        PlacementRequest anywhere = PlacementRequest.toStart(id, request.spec());
        PlacementRequest question = request.host().map(anywhere::onto).orElse(anywhere);
        Decision<HostId> decision = Decisions.decide(turn, turn.view(), question);
        if (!(decision instanceof Decision.Accepted<HostId> accepted)) {
            return Refusals.noHostFits("guest " + request.spec().name() + " cannot be placed", decision.verdicts());
        }
        GuestRecord guest = GuestRecord.unseen(
                id,
                settled(turn, request.spec(), accepted.value()),
                request.start() ? Wish.RUNNING : Wish.STOPPED,
                Optional.of(accepted.value()),
                turn.now().wall());
        OperationKind kind = request.start() ? OperationKind.CREATE : OperationKind.DEFINE;
        OperationRecord operation = OperationDraft.guestOperation(turn, kind, guest, principal)
                .because(request.reason())
                .record();
        if (request.dryRun()) {
            return LifeCyclePlans.propose(turn, operation, guest);
        }
        turn.put(guest);
        return begin(turn, operation);
    }

    static Response start(Turn turn, String principal, Request.StartGuest request) {
        return onGuestAtHome(turn, request.guest(), guest -> {
            GuestView seen = view(turn, guest);
            if (seen.state().isActive() && seen.state() != GuestState.UNKNOWN) {
                return Refusals.activeAlready(
                        guest, "started", seen.state(), guest.spec().name());
            }
            if (guest.isSaidToHaveMoved()) {
                return Refusals.movedAway(guest);
            }
            Decision<HostId> decision = Decisions.decide(
                    turn,
                    turn.view(),
                    PlacementRequest.toStart(guest.id(), guest.weighedSpec())
                            .onto(guest.host().orElseThrow()));
            if (decision instanceof Decision.Refused<HostId> refused) {
                return Refusals.noHostFits(
                        "guest " + guest.spec().name() + " cannot be started where it is defined", refused.verdicts());
            }
            OperationRecord operation = draft(turn, OperationKind.START, guest, principal, request.reason());
            if (request.dryRun()) {
                return LifeCyclePlans.propose(turn, operation, guest);
            }
            turn.put(guest.withWish(Wish.RUNNING));
            return begin(turn, operation);
        });
    }

    static Response shutDown(Turn turn, String principal, Request.ShutDownGuest request) {
        return onRunningGuest(
                turn,
                request.guest(),
                "shut down",
                guest -> finish(
                        turn,
                        draft(turn, OperationKind.SHUT_DOWN, guest, principal, request.reason()),
                        guest,
                        request.dryRun()));
    }

    static Response stop(Turn turn, String principal, Request.StopGuest request) {
        return onRunningGuest(
                turn,
                request.guest(),
                "stopped",
                guest -> finish(
                        turn,
                        draft(turn, OperationKind.STOP, guest, principal, request.reason()),
                        guest,
                        request.dryRun()));
    }

    static Response delete(Turn turn, String principal, Request.DeleteGuest request) {
        return onGuestAtHome(turn, request.guest(), guest -> {
            Optional<Response> observed = Modes.refusal(turn, guest);
            if (observed.isPresent()) {
                return observed.get();
            }
            if (guest.carriesController()) {
                return Refusals.carriesController(guest, "deleted");
            }
            if (guest.adoption().isPresent() && !request.definition()) {
                return Refusals.onlyDefinition(guest);
            }
            GuestState state = view(turn, guest).state();
            if (state == GuestState.UNKNOWN) {
                return Refusals.hostSilent(guest);
            }
            if (state.isActive()) {
                return Refusals.wrongState(
                        guest,
                        "deleted",
                        state.name(),
                        "shut it down first: kvmherd guest shutdown "
                                + guest.spec().name());
            }
            OperationRecord operation = draft(turn, OperationKind.DELETE, guest, principal, request.reason());
            if (!request.dryRun()) {
                turn.put(guest.withWish(Wish.GONE));
            }
            return finish(turn, operation, guest, request.dryRun());
        });
    }

    /** Lets a guest go, running or not. It is no longer counted as ours when its host has taken the mark away. */
    static Response release(Turn turn, String principal, Request.ReleaseGuest request) {
        return onReleasable(turn, request.guest(), guest -> {
            Optional<Response> observed = request.dryRun() ? Optional.empty() : Modes.refusal(turn, guest);
            return observed.orElseGet(() -> finish(
                    turn,
                    draft(turn, OperationKind.GIVE_BACK, guest, principal, request.reason()),
                    guest,
                    request.dryRun()));
        });
    }

    /** What must not be begun with a guest whose host cannot take the mark away. */
    static Response onReleasable(Turn turn, String called, OnGuest action) {
        return onGuestAtHome(
                turn,
                called,
                guest -> view(turn, guest).state() == GuestState.UNKNOWN
                        ? Refusals.hostSilent(guest)
                        : action.apply(guest));
    }

    static Response migrate(Turn turn, String principal, Request.MigrateGuest request) {
        return onGuestAtHome(turn, request.guest(), guest -> {
            Optional<Response> contradiction = MigrationRequests.contradiction(turn, guest, request);
            if (contradiction.isPresent()) {
                return contradiction.get();
            }
            ClusterView declared = turn.view().trusting(Trust.DECLARED);
            ClusterView newest = request.copyStorage() ? declared.copyingStorage() : declared;
            ClusterView view = request.dryRun() ? Modes.forecast(newest, guest) : newest;
            GuestView seen = view.guest(guest.id()).orElseThrow();
            if (request.to().isPresent() && view.host(request.to().get()).isEmpty()) {
                return Refusals.noSuchHost(request.to().get());
            }
            PlacementRequest anywhere = PlacementRequest.toMove(seen);
            PlacementRequest question = request.to().map(anywhere::onto).orElse(anywhere);
            Decision<HostId> decision = Decisions.decide(turn, view, question);
            if (!(decision instanceof Decision.Accepted<HostId> accepted)) {
                return Refusals.noHostFits("guest " + guest.spec().name() + " cannot be migrated", decision.verdicts());
            }
            MigrationCourse course = MigrationRequests.course(turn, guest, request);
            Optional<Response> lack = MigrationRequests.lack(turn, guest, accepted.value(), course);
            if (lack.isPresent()) {
                return lack.get();
            }
            if (request.dryRun()) {
                return HostRequests.plannedMove(
                        turn, view, new Move(guest.id(), guest.host().orElseThrow(), accepted.value()), course);
            }
            Optional<Response> noSlot = MigrationSlots.refusal(turn, guest, accepted.value());
            if (noSlot.isPresent()) {
                return noSlot.get();
            }
            OperationRecord operation = OperationDraft.guestOperation(turn, OperationKind.MIGRATE, guest, principal)
                    .to(accepted.value())
                    .because(request.reason())
                    .record()
                    .on(Optional.of(course));
            return begin(turn, operation);
        });
    }

    static Response relocate(Turn turn, String principal, Request.RelocateGuest request) {
        return onGuestAtHome(turn, request.guest(), guest -> {
            ClusterView newest = turn.view().trusting(Trust.DECLARED);
            ClusterView view = request.dryRun() ? Modes.forecast(newest, guest) : newest;
            if (request.to().isPresent() && view.host(request.to().get()).isEmpty()) {
                return Refusals.noSuchHost(request.to().get());
            }
            PlacementRequest anywhere =
                    PlacementRequest.toRelocate(view.guest(guest.id()).orElseThrow());
            PlacementRequest question = request.to().map(anywhere::onto).orElse(anywhere);
            Decision<HostId> decision = Decisions.decide(turn, view, question);
            if (!(decision instanceof Decision.Accepted<HostId> accepted)) {
                return Refusals.noHostFits(
                        "guest " + guest.spec().name() + " cannot be moved offline", decision.verdicts());
            }
            OperationRecord operation = OperationDraft.guestOperation(turn, OperationKind.RELOCATE, guest, principal)
                    .to(accepted.value())
                    .because(request.reason())
                    .record();
            return finish(turn, operation, guest, request.dryRun());
        });
    }

    /** What the first host decides stands in the specification from now on. */
    private static GuestSpec settled(Turn turn, GuestSpec spec, HostId first) {
        return turn.view()
                .host(first)
                .flatMap(HostView::facts)
                .map(facts -> FirstMachineType.settle(spec, facts))
                .orElse(spec);
    }

    /** Begins the operation and answers with it as it stands after this turn's part of it. */
    static Response begin(Turn turn, OperationRecord operation) {
        Operations.begin(turn, operation);
        return new Response.Accepted(
                turn.operation(operation.id()).map(OperationEntry::record).orElse(operation));
    }

    static Response finish(Turn turn, OperationRecord operation, GuestRecord guest, boolean dryRun) {
        return dryRun ? LifeCyclePlans.propose(turn, operation, guest) : begin(turn, operation);
    }

    static OperationRecord draft(Turn turn, OperationKind kind, GuestRecord guest, String principal, String reason) {
        return OperationDraft.guestOperation(turn, kind, guest, principal)
                .because(reason)
                .record();
    }

    /** What must not be begun with a guest that is active on a host which does not own it. */
    static Response onGuestAtHome(Turn turn, String called, OnGuest action) {
        return onFreeGuest(
                turn,
                called,
                guest -> Whereabouts.activeElsewhere(turn.allHosts(), guest)
                        .<Response>map(host -> Refusals.activeElsewhere(guest, host))
                        .orElseGet(() -> action.apply(guest)));
    }

    /** Something done with a guest that exists and that no operation holds. */
    @FunctionalInterface
    interface OnGuest {
        Response apply(GuestRecord guest);
    }

    private static Response onFreeGuest(Turn turn, String called, OnGuest action) {
        Optional<GuestRecord> guest = turn.guestCalled(called);
        if (guest.isEmpty()) {
            return Refusals.noSuchGuest(called);
        }
        Optional<OperationEntry> holder = turn.operationOn(guest.get().id());
        return holder.isPresent()
                ? Refusals.busy(guest.get(), holder.get().record().id())
                : action.apply(guest.get());
    }

    private static Response onRunningGuest(Turn turn, String called, String action, OnGuest next) {
        return onFreeGuest(turn, called, guest -> {
            if (guest.carriesController()) {
                return Refusals.carriesController(guest, action);
            }
            if (guest.host()
                    .flatMap(turn::host)
                    .filter(HostEntry::takesCommands)
                    .isEmpty()) {
                return Refusals.hostSilent(guest);
            }
            Optional<Response> observed = Modes.refusal(turn, guest);
            if (observed.isPresent()) {
                return observed.get();
            }
            GuestState state = view(turn, guest).state();
            return state.isActive()
                    ? next.apply(guest)
                    : Refusals.wrongState(guest, action, state.name(), "nothing is left to do");
        });
    }

    private static GuestView view(Turn turn, GuestRecord guest) {
        return turn.view().guest(guest.id()).orElseThrow();
    }
}
