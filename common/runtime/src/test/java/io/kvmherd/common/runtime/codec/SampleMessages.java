package io.kvmherd.common.runtime.codec;

import static io.kvmherd.common.runtime.codec.SampleValues.DATABASE;
import static io.kvmherd.common.runtime.codec.SampleValues.EPOCH;
import static io.kvmherd.common.runtime.codec.SampleValues.GENERATION;
import static io.kvmherd.common.runtime.codec.SampleValues.GUEST;
import static io.kvmherd.common.runtime.codec.SampleValues.H1;
import static io.kvmherd.common.runtime.codec.SampleValues.H2;
import static io.kvmherd.common.runtime.codec.SampleValues.OPERATION;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestSurvey;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.ProtocolVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One example of each message, by the name of its golden file. */
final class SampleMessages {
    private static final String XML = "<domain type='qemu'><name>web-1</name></domain>";

    private SampleMessages() {}

    static Map<String, Object> all() {
        Map<String, Object> samples = new LinkedHashMap<>();
        samples.put("host-report", SampleValues.report());
        linkMessages().forEach(message -> samples.put(SealedTypes.nameOf(message.getClass()), message));
        commands().forEach(command -> samples.put(SealedTypes.nameOf(command.getClass()), envelope(command)));
        results().forEach(result -> samples.put(SealedTypes.nameOf(result.getClass()), answer(result)));
        return samples;
    }

    static List<LinkMessage> linkMessages() {
        return List.of(
                new LinkMessage.AgentGreeting(
                        ProtocolVersion.CURRENT,
                        H1,
                        GENERATION,
                        6,
                        Optional.of(ManagementMode.OBSERVE),
                        Optional.of(new JournalPlace(EPOCH, 20))),
                new LinkMessage.ControllerHello(
                        ProtocolVersion.CURRENT,
                        EPOCH,
                        DATABASE,
                        1_234,
                        Optional.of(new JournalPlace(EPOCH, 20)),
                        true),
                new LinkMessage.Inventory(
                        7,
                        GENERATION,
                        SampleValues.facts(),
                        List.of(SampleValues.managedGuest(), SampleValues.foreignGuest()),
                        List.of(new LinkMessage.OpenStep(OPERATION, 2, true))),
                new LinkMessage.HelloRefused(
                        CommandResult.Refusal.STALE_EPOCH, 9, "epoch 7 is older than 9, which this host has seen"),
                answer(new CommandResult.Done()),
                new LinkMessage.MigrationProgress(
                        OPERATION,
                        3,
                        LinkMessage.MigrationPhase.COPYING,
                        134_217_728,
                        90_177_536,
                        44_040_192,
                        18_035_507,
                        1_048_576,
                        2,
                        5_000,
                        391,
                        400,
                        20,
                        67_108_864,
                        33_554_432),
                new LinkMessage.GuestChanged(SampleValues.managedGuest(), true),
                new LinkMessage.GuestDefined(GUEST, SampleValues.definition()),
                new LinkMessage.GuestVanished(GUEST),
                new LinkMessage.Forget(OPERATION, Optional.of(new JournalPlace(EPOCH, 20))),
                envelope(new AgentCommand.StartGuest(GUEST)));
    }

    static List<AgentCommand> commands() {
        return List.of(
                new AgentCommand.InspectGuest(GUEST),
                new AgentCommand.DescribeGuest(GUEST, true),
                new AgentCommand.CheckArrival(
                        GUEST,
                        SampleValues.spec(),
                        H2,
                        "GenuineIntel",
                        XML,
                        7_002_000,
                        List.of(SampleValues.disk()),
                        false),
                new AgentCommand.ReadPoolProof("shared", "9f2c77aa10b34d5e"),
                new AgentCommand.ReadGuestXml(GUEST),
                new AgentCommand.WritePoolProof("shared", "9f2c77aa10b34d5e"),
                new AgentCommand.CreateGuest(GUEST, SampleValues.spec()),
                new AgentCommand.StartGuest(GUEST),
                new AgentCommand.ShutDownGuest(GUEST),
                new AgentCommand.DestroyGuest(GUEST),
                new AgentCommand.DestroyLeftBehind(GUEST),
                new AgentCommand.DeleteGuest(GUEST),
                new AgentCommand.ResumeGuest(GUEST),
                new AgentCommand.ExpectArrival(GUEST, H2, 60_000, List.of(SampleValues.disk())),
                new AgentCommand.WithdrawArrival(GUEST, List.of(SampleValues.disk())),
                new AgentCommand.MigrateGuest(
                        GUEST,
                        H2,
                        "qemu+tls://198.18.77.12/system",
                        "tcp://198.18.77.12",
                        "GenuineIntel",
                        List.of("shared"),
                        0,
                        800_000,
                        150_000,
                        Optional.of(new MigrationPolicy("downtime=400,post-copy")),
                        List.of("vda"),
                        Optional.of(MigrationTransport.TLS)),
                new AgentCommand.RelocateGuest(GUEST, H2, "qemu+tls://198.18.77.12/system", List.of("shared")),
                new AgentCommand.FollowMigration(GUEST, 800_000, 150_000, Optional.of(MigrationPolicy.MUST_FINISH)),
                new AgentCommand.LimitMigration(GUEST, 64),
                new AgentCommand.StartPostCopy(GUEST),
                new AgentCommand.AbortMigration(GUEST),
                new AgentCommand.AdoptArrival(GUEST, List.of(SampleValues.disk())),
                new AgentCommand.BuryGuest(GUEST),
                new AgentCommand.SurveyGuests(List.of(GUEST), List.of("shared")),
                new AgentCommand.AdoptGuest(GUEST, StartsWithHost.ASKED, Optional.of(OwnStart.LOCKED)),
                new AgentCommand.RedefineGuest(GUEST, "web-1", "<domain/>\n", false, Optional.of(StartsWithHost.ALONE)),
                new AgentCommand.ReleaseGuest(GUEST));
    }

    static List<CommandResult> results() {
        return List.of(
                new CommandResult.Done(),
                new CommandResult.NotAdmitted(
                        CommandResult.Refusal.PRECONDITION, "guest is RUNNING; a definition is removed only when off"),
                new CommandResult.Failed(ErrorCode.HYPERVISOR_FAILED, "operation failed: no \"space\" left"),
                new CommandResult.GuestInspected(Optional.of(SampleValues.managedGuest()), 4, 2),
                new CommandResult.GuestDescribed(XML, "pc-q35-7.2", 7_002_000, Optional.of(SampleValues.disks())),
                new CommandResult.ArrivalChecked(List.of(
                        Reason.of(ReasonCode.QEMU_OLDER).with("have", 6_002_000).with("need", 7_002_000))),
                new CommandResult.ProofRead(true),
                new CommandResult.GivenUp(
                        List.of(Reason.of(ReasonCode.MIGRATION_SENDS_NOTHING)
                                .with("afterMs", 150_300)
                                .with("limitMs", 150_000)),
                        "operation aborted: migration out job: canceled by client"),
                new CommandResult.Arrived(Optional.of(new MigrationFigures(391, 5_120, 90_177_536))),
                new CommandResult.GuestsSurveyed(List.of(new GuestSurvey(
                        GUEST,
                        "web-1",
                        Optional.of(SampleValues.spec()),
                        List.of(),
                        List.of(Hindrance.blocking(
                                Reason.of(ReasonCode.SNAPSHOTS_KEPT).with("snapshots", 1))),
                        StartsWithHost.ALONE,
                        2))));
    }

    private static CommandEnvelope envelope(AgentCommand command) {
        return new CommandEnvelope(OPERATION, 2, EPOCH, 19, 1, GENERATION, new PlacementGeneration(4), 30_000, command);
    }

    private static LinkMessage answer(CommandResult result) {
        return new LinkMessage.CommandAnswer(OPERATION, 2, result);
    }
}
