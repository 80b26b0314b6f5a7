package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.controller.app.state.Adoption;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.MigrationCourse;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.Role;
import java.util.List;
import java.util.Optional;

/** Which command a phase stands for, with everything that belongs into it. */
final class Commands {
    private static final PlacementGeneration NONE = new PlacementGeneration(0);

    private Commands() {}

    /**
     * The command of the operation's current phase.
     *
     * @throws IllegalStateException when the phase has none
     */
    static AgentCommand of(Turn turn, OperationEntry entry, GuestRecord guest) {
        OperationRecord operation = entry.record();
        GuestId id = guest.id();
        return switch (operation.phase()) {
            case DEFINE -> new AgentCommand.CreateGuest(id, guest.spec());
            case START -> new AgentCommand.StartGuest(id);
            case CONFIRM_RUNNING, CONFIRM_OFF, CONFIRM_ABSENT, CONFIRM_DEFINED, INSPECT_SOURCE, INSPECT_DESTINATION ->
                new AgentCommand.InspectGuest(id);
            case ASK_SHUT_DOWN -> new AgentCommand.ShutDownGuest(id);
            case SWITCH_OFF -> new AgentCommand.DestroyGuest(id);
            case UNDEFINE -> new AgentCommand.DeleteGuest(id);
            case BURY_DELETED, BURY -> new AgentCommand.BuryGuest(id);
            case PROVE_WRITE ->
                new AgentCommand.WritePoolProof(entry.gathered().proving().orElseThrow(), nonce(operation.id()));
            case PROVE_READ ->
                new AgentCommand.ReadPoolProof(entry.gathered().proving().orElseThrow(), nonce(operation.id()));
            case DESCRIBE -> new AgentCommand.DescribeGuest(id, operation.copiesStorage());
            case CHECK -> checkArrival(turn, entry, guest);
            case EXPECT ->
                new AgentCommand.ExpectArrival(
                        id, operation.host().orElseThrow(), AppLimits.ARRIVAL_TTL_MS, operation.copies());
            case SEND ->
                operation.kind() == OperationKind.RELOCATE
                        ? relocate(turn, operation, guest)
                        : migrate(turn, operation, guest);
            case FOLLOW ->
                new AgentCommand.FollowMigration(
                        id,
                        Deadlines.migrationMs(operation, guest.weighedSpec()),
                        AppLimits.MIGRATION_NO_PROGRESS_MS,
                        operation.course().map(MigrationCourse::policy));
            case REMOVE_SOURCE_COPY -> new AgentCommand.DestroyLeftBehind(id);
            case CLOSE_DESTINATION -> new AgentCommand.WithdrawArrival(id, List.of());
            case WITHDRAW -> new AgentCommand.WithdrawArrival(id, operation.discardedCopies());
            case RESUME_SOURCE -> new AgentCommand.ResumeGuest(id);
            case ADOPT -> new AgentCommand.AdoptArrival(id, operation.copies());
            case MARK ->
                new AgentCommand.AdoptGuest(
                        id,
                        guest.adoption().map(Adoption::startsWithHost).orElse(StartsWithHost.NO),
                        Optional.of(
                                guest.carriesController() ? guest.ownStart().orElse(OwnStart.ASKED) : OwnStart.ASKED));
            case UNMARK -> new AgentCommand.ReleaseGuest(id);
            case REDEFINE -> Redefining.command(turn, guest);
            case STAND_BY, COORDINATE, ENDED ->
                throw new IllegalStateException(
                        "phase " + operation.phase() + " of operation " + operation.id() + " sends nothing");
        };
    }

    /** The generation that a command is about: the next one at a destination, the operation's own elsewhere. */
    static PlacementGeneration placementOf(OperationRecord operation) {
        if (operation.guest().isEmpty()) {
            return NONE;
        }
        return operation.phase().role() == Role.DESTINATION
                ? operation.placement().next()
                : operation.placement();
    }

    /** The next pool that the guest's disks need, that is declared shared, and that is not proved between the two hosts. */
    static Optional<String> poolToProve(Turn turn, OperationRecord operation, GuestRecord guest) {
        HostId from = operation.host().orElseThrow();
        HostId to = operation.destination().orElseThrow();
        return pools(guest).stream()
                .filter(pool ->
                        turn.storage().isDeclared(pool) && !turn.storage().isProved(pool, from, to))
                .findFirst();
    }

    private static List<String> pools(GuestRecord guest) {
        return guest.spec().volumes().stream()
                .map(VolumeReference::pool)
                .sorted()
                .distinct()
                .toList();
    }

    private static String nonce(OperationId operation) {
        return operation.toString();
    }

    private static AgentCommand checkArrival(Turn turn, OperationEntry entry, GuestRecord guest) {
        HostEntry from = turn.host(entry.record().host().orElseThrow()).orElseThrow();
        HostFacts facts = from.record().facts().orElseThrow();
        return new AgentCommand.CheckArrival(
                guest.id(),
                guest.spec(),
                from.id(),
                facts.cpu().vendor().id(),
                entry.gathered().described().orElseThrow().domainXml(),
                entry.gathered().described().orElseThrow().qemuVersion(),
                entry.record().copies(),
                entry.record().kind() == OperationKind.RELOCATE);
    }

    private static AgentCommand relocate(Turn turn, OperationRecord operation, GuestRecord guest) {
        HostId to = operation.destination().orElseThrow();
        HostFacts there = turn.host(to).orElseThrow().record().facts().orElseThrow();
        return new AgentCommand.RelocateGuest(
                guest.id(),
                to,
                uri(MigrationRequests.transport(turn, operation), there),
                proved(turn, operation, guest));
    }

    private static String uri(MigrationTransport transport, HostFacts there) {
        String scheme = transport == MigrationTransport.TLS ? "qemu+tls" : "qemu+tcp";
        return scheme + "://" + there.migrationAddress() + "/system";
    }

    private static List<String> proved(Turn turn, OperationRecord operation, GuestRecord guest) {
        HostId from = operation.host().orElseThrow();
        HostId to = operation.destination().orElseThrow();
        return pools(guest).stream()
                .filter(pool -> turn.storage().isProved(pool, from, to))
                .toList();
    }

    private static AgentCommand migrate(Turn turn, OperationRecord operation, GuestRecord guest) {
        HostId to = operation.destination().orElseThrow();
        HostFacts there = turn.host(to).orElseThrow().record().facts().orElseThrow();
        MigrationTransport transport = operation
                .course()
                .flatMap(MigrationCourse::transport)
                .orElseGet(() -> MigrationRequests.transport(turn, operation));
        return new AgentCommand.MigrateGuest(
                guest.id(),
                to,
                uri(transport, there),
                "tcp://" + there.migrationAddress(),
                there.cpu().vendor().id(),
                proved(turn, operation, guest),
                operation.course().map(MigrationCourse::boundMibPerSecond).orElse(0L),
                Deadlines.migrationMs(operation, guest.weighedSpec()),
                AppLimits.MIGRATION_NO_PROGRESS_MS,
                operation.course().map(MigrationCourse::policy),
                operation.copies().stream().map(GuestDisk::disk).toList(),
                Optional.of(transport));
    }
}
