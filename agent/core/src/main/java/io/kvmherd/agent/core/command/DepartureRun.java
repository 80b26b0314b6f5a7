package io.kvmherd.agent.core.command;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.agent.core.migration.DepartureRules;
import io.kvmherd.agent.core.migration.MigrationPacing;
import io.kvmherd.agent.core.migration.Pace;
import io.kvmherd.agent.core.port.Departure;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.MigrationStatistics;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.protocol.AgentCommand.MigrateGuest;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.CommandResult.Failed;
import io.kvmherd.common.protocol.LinkMessage.MigrationPhase;
import io.kvmherd.common.protocol.LinkMessage.MigrationProgress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One migration away from this host: checked once more, watched, and given up when it does not get anywhere. */
final class DepartureRun {

    private final Hypervisor hypervisor;
    private final MigrateGuest command;
    private final CommandEnvelope envelope;
    private final Consumer<MigrationProgress> listener;
    private final MigrationPacing pacing;
    /** Written by the adapter's thread while this one waits, read after the migration has returned. */
    private volatile Pace pace = new Pace.GoOn();

    DepartureRun(
            Hypervisor hypervisor,
            MigrateGuest command,
            CommandEnvelope envelope,
            Consumer<MigrationProgress> listener) {
        this.hypervisor = hypervisor;
        this.command = command;
        this.envelope = envelope;
        this.listener = listener;
        this.pacing = new MigrationPacing(command.timeoutMs(), command.noProgressMs());
    }

    CommandResult run(CpuVendor ownVendor) {
        Optional<ObservedGuest> found = hypervisor.inspect(command.guest());
        if (found.isEmpty()) {
            return Preconditions.refuse("guest " + command.guest() + " is not on this host");
        }
        ObservedGuest guest = found.get();
        if (!Preconditions.isOurs(guest, envelope.placement())) {
            return Preconditions.notOurs(guest, envelope.placement());
        }
        if (guest.state() != GuestState.RUNNING || guest.job() != GuestJob.NONE) {
            return Preconditions.refuse(guest, "only a running guest without a job can leave");
        }
        DomainDescription description =
                DomainXmlReader.read(hypervisor.describe(command.guest()).domainXml());
        List<Reason> reasons = DepartureRules.check(
                command, description, ownVendor, hypervisor.facts().pools());
        return reasons.isEmpty() ? migrate() : Preconditions.refuse(reasons);
    }

    private CommandResult migrate() {
        try {
            hypervisor.migrate(
                    new Departure(
                            command.guest(),
                            command.destinationUri(),
                            command.migrationUri(),
                            command.sharedPools(),
                            command.bandwidthMibPerSecond()),
                    this::observe);
        } catch (KvmherdException e) {
            return switch (pace) {
                case Pace.Abort abort ->
                    new Failed(ErrorCode.CANCELLED, abort.explained() + ". libvirt: " + e.getMessage());
                case Pace.GoOn goOn -> new Failed(e.code(), String.valueOf(e.getMessage()));
            };
        }
        return new Done();
    }

    private void observe(MigrationStatistics now) {
        Pace next = pacing.observe(now);
        if (next instanceof Pace.Abort) {
            pace = next;
            requestAbort();
        }
        listener.accept(new MigrationProgress(
                envelope.operation(),
                envelope.step(),
                now.totalBytes() == 0 ? MigrationPhase.PREPARING : MigrationPhase.COPYING,
                now.totalBytes(),
                now.sentBytes(),
                now.remainingBytes(),
                now.bytesPerSecond(),
                now.dirtyBytesPerSecond(),
                now.iteration(),
                now.elapsedMs(),
                now.downtimeMs()));
    }

    private void requestAbort() {
        try {
            hypervisor.abortMigration(command.guest());
        } catch (KvmherdException ignored) {
            // Only a request, made again with the next sample; a hypervisor that cannot be asked ends the migration's
            // own call too, and that failure is the one to report.
        }
    }
}
