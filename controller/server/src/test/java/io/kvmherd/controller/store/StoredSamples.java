package io.kvmherd.controller.store;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.MigrationLimits;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.Wish;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.Fingerprint;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.LastFound;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.outside.Appearance;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.view.Reservation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;

/** One filled-in record of each kind. */
public final class StoredSamples {
    public static final Instant AT = Instant.parse("2026-03-01T12:00:00.123Z");
    static final HostId H1 = new HostId("h1");
    static final HostId H2 = new HostId("h2");
    static final GuestId WEB = GuestId.of("00000000-0000-4000-8000-000000000001");

    private StoredSamples() {}

    static HostRecord host() {
        return new HostRecord(
                H1,
                HostDuty.CORDONED,
                "new memory",
                Optional.of(new Ratios(150, 400)),
                Optional.empty(),
                Optional.of(new HostGeneration("boot-1", 7)),
                AT,
                Optional.empty(),
                Optional.of(new HostRecord.Maintenance(operationId(4), false)),
                Optional.of(new MigrationLimits(OptionalInt.empty(), OptionalInt.of(1))));
    }

    static GuestRecord guest(GuestId id, String name) {
        GuestSpec spec = new GuestSpec(
                name,
                2,
                2_048,
                512,
                Virtualisation.EMULATED,
                "qemu64",
                "",
                Optional.empty(),
                List.of(),
                List.of("default"),
                List.of(),
                "",
                CannotMove.BLOCK);
        return new GuestRecord(
                id,
                spec,
                Wish.RUNNING,
                Optional.of(H1),
                new PlacementGeneration(3),
                AT,
                Optional.of(new LastFound(H1, Appearance.OFF, spec.name())),
                List.of(new OutsideChange(OutsideChange.What.SHUT_DOWN, H1, AT, "", false)),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(EvacuationPolicy.STAY),
                Optional.empty());
    }

    public static OperationId operationId(int number) {
        return new OperationId(new UUID(0x0190_0000_0000_7000L + number, 0x8000_0000_0000_0000L));
    }

    public static OperationRecord operation(int number, OperationState state) {
        OperationKind kind = OperationKind.MIGRATE;
        return new OperationRecord(
                operationId(number),
                kind,
                Optional.of(WEB),
                Optional.of(H1),
                Optional.of(H2),
                new PlacementGeneration(3),
                state,
                kind.firstPhase(),
                1,
                2,
                false,
                Optional.empty(),
                Optional.of(plan().id()),
                0,
                "root",
                "because",
                AT,
                state.isTerminal() ? Optional.of(AT) : Optional.empty(),
                Optional.of(new OperationRecord.Failure(ErrorCode.HYPERVISOR_FAILED, "it said no")),
                List.of(Reason.of(ReasonCode.MEMORY_NOW).with("haveMib", 1).with("needMib", 2)),
                Optional.of(new MigrationCourse(
                        MigrationPolicy.GENTLE,
                        32,
                        Optional.of(new MigrationFigures(91, 4_100, 87_000_000)),
                        Optional.of(MigrationTransport.TLS),
                        16,
                        Optional.empty())),
                List.of());
    }

    static PlanRecord plan() {
        return plan(2, AT);
    }

    static PlanRecord plan(int number, Instant at) {
        Move move = new Move(WEB, H1, H2);
        return new PlanRecord(
                new PlanId(new UUID(1, number)),
                PlanRecord.Purpose.EVACUATE,
                Optional.of(H1),
                new Plan(
                        List.of(new Plan.Step(1, move, List.of(), 2_048, 21)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Plan.Headroom(H2, 0, 2_048, 4_096)),
                        21),
                17,
                at,
                at.plusSeconds(900),
                Optional.empty(),
                List.of(H1));
    }

    static Reservation reservation(int number) {
        return new Reservation(operationId(number), WEB, H2, Reservation.Purpose.ARRIVING, 2_100, 600, 2);
    }

    static IdempotencyRecord accepted(Instant at) {
        Fingerprint fingerprint = new Fingerprint("POST", "path", "body");
        return new IdempotencyRecord("root", "key-" + at.toEpochMilli(), fingerprint, operationId(1), at);
    }

    static EventRecord event(long sequence) {
        TreeMap<String, String> details = new TreeMap<>();
        details.put("duty", "CORDONED");
        return new EventRecord(
                sequence,
                AT,
                EventRecord.What.HOST_DUTY,
                Optional.of(H1),
                Optional.empty(),
                Optional.of(operationId(1)),
                details);
    }

    static AuditRecord audit(String action) {
        return new AuditRecord(AT, "root", action, "h1", "because", "accepted", Optional.of(operationId(1)));
    }
}
