package io.kvmherd.cli;

import io.kvmherd.common.api.EventResource;
import io.kvmherd.common.api.GuestResource;
import io.kvmherd.common.api.HostProgress;
import io.kvmherd.common.api.HostResource;
import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.api.MigrationResource;
import io.kvmherd.common.api.OperationAccepted;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.api.OperationResource.Kind;
import io.kvmherd.common.api.OperationResource.State;
import io.kvmherd.common.api.PlanResource;
import io.kvmherd.common.api.PoolResource;
import io.kvmherd.common.api.ProgressResource;
import io.kvmherd.common.api.ReasonResource;
import io.kvmherd.common.api.VerdictResource;
import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.ObstacleKind;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.model.PolicySource;
import io.kvmherd.common.model.Pressure;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.TlsReadiness;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.common.model.Wish;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Resources as a controller would answer them. */
public final class Samples {
    public static final Instant THEN = Instant.parse("2026-03-01T08:15:30Z");
    public static final GuestId WEB = GuestId.of("5f0c9a52-3c0e-4a86-9d31-2b8f5f1f9f01");
    public static final OperationId MOVE = OperationId.of("0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21");
    public static final PlanId PLAN = PlanId.of("0195a3c2-11aa-7b6e-8a51-5b8de2b0a9f3");
    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");

    private Samples() {}

    public static String json(Object value) {
        return JsonCodec.wire().writeText(value);
    }

    public static EventResource event(EventResource.Type type, String subject, MessageResource message) {
        return new EventResource(
                7,
                THEN,
                type,
                subject,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(message));
    }

    public static HostResource host(String name, String vendor) {
        return new HostResource(
                new HostId(name),
                HostDuty.ACTIVE,
                Reachability.UP,
                true,
                vendor,
                "EPYC",
                true,
                16,
                8,
                16_384,
                14_336,
                10_404,
                14_336,
                2_048,
                6_120,
                12,
                41,
                100,
                400,
                2_350,
                new Pressure(true, 1.2, 0, 0.3),
                6,
                1,
                List.of("rack-3", "ssd"),
                List.of(new PoolResource("images", "netfs", 512_000, 301_200, true, List.of(H2))),
                List.of("default"),
                new HostResource.HostVersions("7.2.1", "9.0.0"),
                "10.0.0.11",
                OptionalLong.of(1_200),
                ManagementMode.MANAGE,
                List.of(),
                Optional.of(TlsReadiness.READY),
                new HostResource.HostMigrations(2, 2, false, false),
                List.of("br0", "eth0"));
    }

    /** As above, only observed. */
    public static HostResource observedHost(String name, ModeSource... observedBy) {
        JsonCodec codec = JsonCodec.wire();
        String managed = codec.writeText(host(name, "AuthenticAMD"));
        String sources = codec.writeText(List.of(observedBy));
        return codec.readText(
                managed.replace(
                        "\"mode\":\"MANAGE\",\"observedBy\":[]", "\"mode\":\"OBSERVE\",\"observedBy\":" + sources),
                HostResource.class);
    }

    public static GuestResource guest(String name, GuestState state, Wish wish) {
        return guest(name, state, wish, 2);
    }

    /** One that runs and that no other host could take. */
    public static GuestResource stuckGuest(String name) {
        return guest(name, GuestState.RUNNING, Wish.RUNNING, 0);
    }

    private static GuestResource guest(String name, GuestState state, Wish wish, int mobility) {
        GuestSpec spec = new GuestSpec(
                name,
                2,
                2_048,
                512,
                Virtualisation.KVM,
                "EPYC",
                "pc-q35-7.2",
                Optional.empty(),
                List.of(new VolumeReference("images", name + ".qcow2", VolumeReference.Format.QCOW2)),
                List.of("default"),
                List.of("ssd"),
                "web",
                CannotMove.BLOCK);
        return new GuestResource(
                WEB,
                name,
                state,
                wish,
                Optional.of(H1),
                3,
                spec,
                state.isActive() ? 1_310 : 0,
                Optional.empty(),
                state.isActive() ? OptionalInt.of(mobility) : OptionalInt.empty(),
                THEN,
                state.isActive() ? List.of(new GuestResource.GuestObstacle(ObstacleKind.CPU, 3)) : List.of(),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                EvacuationPolicy.LIVE,
                MigrationPolicy.NORMAL,
                PolicySource.DEFAULT);
    }

    /** The guest with one outside change that nobody has decided about. */
    public static GuestResource changedOutside(GuestResource guest, OutsideChange.What what) {
        return new GuestResource(
                guest.id(),
                guest.name(),
                guest.state(),
                guest.wish(),
                guest.host(),
                guest.placement(),
                guest.spec(),
                guest.residentMib(),
                guest.operation(),
                guest.mobility(),
                guest.createdAt(),
                guest.obstacles(),
                List.of(new OutsideChange(what, H1, THEN, "", false)),
                guest.adopted(),
                guest.carriesController(),
                guest.ownStart(),
                guest.evacuation(),
                guest.migration(),
                guest.migrationFrom());
    }

    /** The guest as one in which a controller runs. */
    public static GuestResource carryingController(
            GuestResource guest, Optional<OwnStart> start, Optional<OperationId> operation) {
        return new GuestResource(
                guest.id(),
                guest.name(),
                guest.state(),
                guest.wish(),
                guest.host(),
                guest.placement(),
                guest.spec(),
                guest.residentMib(),
                operation,
                guest.mobility(),
                guest.createdAt(),
                guest.obstacles(),
                guest.outside(),
                guest.adopted(),
                true,
                start,
                guest.evacuation(),
                guest.migration(),
                guest.migrationFrom());
    }

    public static OperationResource operation(Kind kind, State state) {
        return new OperationResource(
                MOVE,
                kind,
                state,
                state.isTerminal() ? "ENDED" : "SEND",
                Optional.of(WEB),
                "web-1",
                Optional.of(H1),
                List.of(),
                kind == Kind.MIGRATE ? Optional.of(H1) : Optional.empty(),
                kind == Kind.MIGRATE ? Optional.of(H2) : Optional.empty(),
                "root",
                "new disk in h1",
                THEN,
                state.isTerminal() ? Optional.of(THEN.plusMillis(12_300)) : Optional.empty(),
                Optional.empty(),
                "",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of());
    }

    public static OperationResource failed(Kind kind, String failure) {
        OperationResource plain = operation(kind, State.FAILED);
        return with(plain, failure, plain.progress(), plain.migration());
    }

    public static OperationResource sending(int percent) {
        OperationResource plain = operation(Kind.MIGRATE, State.RUNNING);
        return with(plain, plain.failure(), Optional.of(progress(percent)), plain.migration());
    }

    /** A migration that ended, and left this file. */
    public static OperationResource left(State state, String file) {
        OperationResource plain = operation(Kind.MIGRATE, state);
        MigrationResource migration = new MigrationResource(
                MigrationPolicy.NORMAL,
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                Optional.empty(),
                List.of(),
                List.of(file));
        return with(plain, plain.failure(), plain.progress(), Optional.of(migration));
    }

    private static OperationResource with(
            OperationResource plain,
            String failure,
            Optional<ProgressResource> progress,
            Optional<MigrationResource> migration) {
        return new OperationResource(
                plain.id(),
                plain.kind(),
                plain.state(),
                plain.phase(),
                plain.guest(),
                plain.guestName(),
                plain.host(),
                plain.hosts(),
                plain.from(),
                plain.to(),
                plain.requestedBy(),
                plain.reason(),
                plain.createdAt(),
                plain.endedAt(),
                plain.message(),
                failure,
                plain.reasons(),
                progress,
                plain.parent(),
                plain.children(),
                migration,
                plain.hostProgress());
    }

    public static OperationResource evacuation(State state, List<OperationId> parts) {
        return evacuation(state, List.of(H1), parts, List.of());
    }

    public static OperationResource evacuation(
            State state, List<HostId> hosts, List<OperationId> parts, List<ReasonResource> reasons) {
        return new OperationResource(
                OperationId.of("0195a3c1-0000-7d3a-b5a2-0c6c1b5f7e21"),
                Kind.EVACUATE,
                state,
                state.isTerminal() ? "ENDED" : "COORDINATE",
                Optional.empty(),
                "",
                hosts.size() == 1 ? Optional.of(hosts.getFirst()) : Optional.empty(),
                hosts,
                Optional.empty(),
                Optional.empty(),
                "root",
                "",
                THEN,
                state.isTerminal() ? Optional.of(THEN.plusSeconds(65)) : Optional.empty(),
                Optional.empty(),
                "",
                reasons,
                Optional.empty(),
                Optional.empty(),
                parts,
                Optional.empty(),
                state.isTerminal()
                        ? List.of()
                        : hosts.stream()
                                .map(host -> new HostProgress(host, 3, 1, 0, 2))
                                .toList());
    }

    /** What is said of a guest that stays on a host that was emptied of the others. */
    public static ReasonResource stays(String guest) {
        return ReasonResource.of(
                Reason.of(ReasonCode.GUEST_STAYS).with("guest", guest).with("host", "h1"));
    }

    public static ProgressResource progress(int percent) {
        long total = 2_048L * 1_024 * 1_024;
        long sent = total * percent / 100;
        return new ProgressResource(
                total,
                sent,
                total - sent,
                100L * 1_024 * 1_024,
                1_048_576,
                1,
                12_500,
                0,
                OptionalInt.of(percent),
                OptionalLong.of(8),
                false,
                false,
                100,
                0,
                0,
                0);
    }

    public static String accepted(OperationResource operation) {
        return json(new OperationAccepted(operation));
    }

    public static PlanResource evacuationPlan() {
        return new PlanResource(
                Optional.of(PLAN),
                PlanResource.Purpose.EVACUATE,
                Optional.of(H1),
                List.of(H1),
                List.of(step(1, "web-1", List.of()), step(2, "web-2", List.of(1))),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new PlanResource.Headroom(H1, 4_264, 0, 14_336),
                        new PlanResource.Headroom(H2, 4_180, 8_444, 14_336)),
                42,
                new PlanResource.Validity(4_182, THEN.plusSeconds(600)),
                List.of(),
                List.of());
    }

    public static PlanResource deletionPlan() {
        PlanResource.Step step = new PlanResource.Step(
                1,
                PlanResource.Action.DELETE,
                Optional.of(WEB),
                "web-1",
                Optional.of(H1),
                Optional.empty(),
                List.of(),
                0,
                0,
                0,
                List.of());
        return new PlanResource(
                Optional.of(PLAN),
                PlanResource.Purpose.DELETE,
                Optional.empty(),
                List.of(),
                List.of(step),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new PlanResource.Headroom(H1, 4_264, 4_264, 14_336)),
                0,
                new PlanResource.Validity(4_182, THEN.plusSeconds(600)),
                List.of(),
                List.of());
    }

    public static PlanResource blockedPlan() {
        PlanResource plan = evacuationPlan();
        PlanResource.Blocked blocked = new PlanResource.Blocked(WEB, "db-1", List.of(otherMaker("h3")));
        return new PlanResource(
                plan.id(),
                plan.purpose(),
                plan.host(),
                plan.hosts(),
                plan.steps(),
                List.of(blocked),
                List.of(
                        new PlanResource.ShutDown(WEB, "batch-1", H1, List.of(otherMaker("h3")), false),
                        new PlanResource.ShutDown(WEB, "batch-2", H1, List.of(), true)),
                List.of(
                        new PlanResource.ColdMove(WEB, "cold-1", H1, H2, List.of(), false),
                        new PlanResource.ColdMove(WEB, "cold-2", H1, H2, List.of(otherMaker("h3")), false)),
                List.of(new PlanResource.LeftRunning(WEB, "pet-1", H1)),
                List.of(),
                List.of(new PlanResource.Staying(WEB, "old-1"), new PlanResource.Staying(WEB, "old-2")),
                plan.headroom(),
                plan.seconds(),
                plan.validity(),
                List.of(),
                List.of());
    }

    /** One guest goes cold, the other nowhere, and none live. */
    public static PlanResource coldPlan() {
        PlanResource plan = blockedPlan();
        return new PlanResource(
                plan.id(),
                plan.purpose(),
                plan.host(),
                plan.hosts(),
                List.of(),
                plan.blocked(),
                List.of(),
                List.of(plan.coldMoves().getFirst()),
                List.of(),
                List.of(),
                List.of(),
                plan.headroom(),
                0,
                plan.validity(),
                List.of(),
                List.of());
    }

    /** Made before the host takes guests again. */
    public static PlanResource restorePlan() {
        PlanResource plan = evacuationPlan();
        return new PlanResource(
                plan.id(),
                PlanResource.Purpose.RESTORE,
                plan.host(),
                plan.hosts(),
                plan.steps(),
                List.of(),
                List.of(),
                List.of(new PlanResource.ColdMove(WEB, "old-1", H2, H1, List.of(), true)),
                List.of(new PlanResource.LeftRunning(WEB, "web-3", H2)),
                List.of(new PlanResource.Start(WEB, "batch-2", H1)),
                List.of(),
                plan.headroom(),
                plan.seconds(),
                plan.validity(),
                List.of(),
                List.of(H1));
    }

    public static VerdictResource otherMaker(String host) {
        return new VerdictResource(new HostId(host), Verdict.NO, List.of(otherMaker()), List.of());
    }

    public static ReasonResource otherMaker() {
        return ReasonResource.of(Reason.of(ReasonCode.CPU_VENDOR_DIFFERS)
                .with("from", "AuthenticAMD")
                .with("to", "GenuineIntel"));
    }

    public static String problem(int status, String code, String what) {
        return "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":" + status + ",\"code\":\"" + code
                + "\",\"what\":\"" + what + "\",\"why\":\"The why.\",\"next\":\"The next.\"}";
    }

    private static PlanResource.Step step(int number, String guest, List<Integer> after) {
        return new PlanResource.Step(
                number,
                PlanResource.Action.MIGRATE,
                Optional.of(WEB),
                guest,
                Optional.of(H1),
                Optional.of(H2),
                after,
                2_048,
                21,
                3,
                List.of());
    }
}
