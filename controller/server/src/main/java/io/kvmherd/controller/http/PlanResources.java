package io.kvmherd.controller.http;

import io.kvmherd.common.api.PlanResource;
import io.kvmherd.common.api.ReasonResource;
import io.kvmherd.common.api.VerdictResource;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.app.state.LifeCycleStep;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.view.HostView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Plans as the API shows them. */
final class PlanResources {
    private PlanResources() {}

    static PlanResource of(Snapshot snapshot, PlanRecord record) {
        Plan plan = record.plan();
        return new PlanResource(
                Optional.of(record.id()),
                PlanResource.Purpose.valueOf(record.purpose().name()),
                record.host(),
                record.wholeHosts(),
                record.lifeCycle().map(step -> List.of(only(step))).orElseGet(() -> moves(snapshot, plan)),
                plan.blocked().stream()
                        .map(blocked -> new PlanResource.Blocked(
                                blocked.guest(), snapshot.guestName(blocked.guest()), refusals(blocked.reasons())))
                        .toList(),
                plan.shutDowns().stream()
                        .map(off -> new PlanResource.ShutDown(
                                off.guest(),
                                snapshot.guestName(off.guest()),
                                off.host(),
                                refusals(off.reasons()),
                                off.returns()))
                        .toList(),
                plan.coldMoves().stream()
                        .map(cold -> new PlanResource.ColdMove(
                                cold.guest(),
                                snapshot.guestName(cold.guest()),
                                cold.move().from(),
                                cold.move().to(),
                                refusals(cold.reasons()),
                                cold.off()))
                        .toList(),
                plan.leftRunning().stream()
                        .map(left -> new PlanResource.LeftRunning(
                                left.guest(), snapshot.guestName(left.guest()), left.host()))
                        .toList(),
                plan.starts().stream()
                        .map(start ->
                                new PlanResource.Start(start.guest(), snapshot.guestName(start.guest()), start.host()))
                        .toList(),
                plan.staying().stream()
                        .map(guest -> new PlanResource.Staying(guest, snapshot.guestName(guest)))
                        .toList(),
                plan.headroom().stream()
                        .map(room -> new PlanResource.Headroom(
                                room.host(), room.committedBeforeMib(), room.committedAfterMib(), room.limitMib()))
                        .toList(),
                plan.seconds(),
                new PlanResource.Validity(record.viewVersion(), record.expiresAt()),
                observed(snapshot, record),
                toUncordon(snapshot, record));
    }

    /** A restore is planned as if its host took guests again. */
    private static List<HostId> toUncordon(Snapshot snapshot, PlanRecord record) {
        return record.purpose() == PlanRecord.Purpose.RESTORE
                ? record.wholeHosts().stream()
                        .filter(host -> snapshot.view()
                                .host(host)
                                .filter(there -> there.duty() != HostDuty.ACTIVE)
                                .isPresent())
                        .toList()
                : List.of();
    }

    private static PlanResource.Step only(LifeCycleStep step) {
        boolean brings = switch (step.kind()) {
            case CREATE, DEFINE, START -> true;
            default -> false;
        };
        Optional<HostId> host = Optional.of(step.host());
        return new PlanResource.Step(
                1,
                action(step.kind()),
                step.guest(),
                step.guestName(),
                brings ? Optional.empty() : host,
                brings ? host : step.to(),
                List.of(),
                0,
                0,
                0,
                List.of());
    }

    private static List<HostId> observed(Snapshot snapshot, PlanRecord record) {
        Stream<HostId> moved = Stream.concat(
                        record.plan().steps().stream().map(Plan.Step::move),
                        record.plan().coldMoves().stream().map(Plan.ColdMove::move))
                .flatMap(move -> Stream.of(move.from(), move.to()));
        return Stream.of(record.host().stream(), record.wholeHosts().stream(), moved)
                .flatMap(hosts -> hosts)
                .distinct()
                .sorted()
                .filter(host ->
                        snapshot.view().host(host).filter(HostView::observes).isPresent())
                .toList();
    }

    private static List<PlanResource.Step> moves(Snapshot snapshot, Plan plan) {
        return plan.steps().stream()
                .map(step -> new PlanResource.Step(
                        step.number(),
                        PlanResource.Action.MIGRATE,
                        Optional.of(step.move().guest()),
                        snapshot.guestName(step.move().guest()),
                        Optional.of(step.move().from()),
                        Optional.of(step.move().to()),
                        step.after(),
                        step.memoryMib(),
                        step.seconds(),
                        step.measuredOver(),
                        step.copies().stream()
                                .map(copy -> CopyResources.of(copy.disk(), OptionalLong.of(copy.freeMib())))
                                .toList()))
                .toList();
    }

    private static List<VerdictResource> refusals(List<Plan.HostReasons> said) {
        return said.stream()
                .map(host -> new VerdictResource(
                        host.host(),
                        Verdict.NO,
                        host.reasons().stream().map(ReasonResource::of).toList(),
                        List.of()))
                .toList();
    }

    private static PlanResource.Action action(OperationKind kind) {
        return switch (kind) {
            case CREATE, DEFINE -> PlanResource.Action.CREATE;
            case START -> PlanResource.Action.START;
            case SHUT_DOWN -> PlanResource.Action.SHUT_DOWN;
            case STOP -> PlanResource.Action.STOP;
            case DELETE -> PlanResource.Action.DELETE;
            case MIGRATE -> PlanResource.Action.MIGRATE;
            case RELOCATE -> PlanResource.Action.RELOCATE;
            case GIVE_BACK -> PlanResource.Action.GIVE_BACK;
            case REDEFINE -> PlanResource.Action.REDEFINE;
            case FOLLOW, TAKE_OVER, EVACUATE, APPLY_PLAN, RESTORE ->
                throw new IllegalArgumentException("an operation of kind " + kind + " is not one step of a plan");
        };
    }
}
