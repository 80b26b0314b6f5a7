package io.kvmherd.agent.core.command;

import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.agent.core.migration.DepartureRules;
import io.kvmherd.agent.core.migration.MigrationPacing;
import io.kvmherd.agent.core.port.Departure;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.protocol.AgentCommand.MigrateGuest;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.LinkMessage.MigrationProgress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One migration away from this host: checked once more, then sent and paced. */
final class DepartureRun {

    private final Hypervisor hypervisor;
    private final MigrateGuest command;
    private final CommandEnvelope envelope;
    private final Consumer<MigrationProgress> listener;

    DepartureRun(
            Hypervisor hypervisor,
            MigrateGuest command,
            CommandEnvelope envelope,
            Consumer<MigrationProgress> listener) {
        this.hypervisor = hypervisor;
        this.command = command;
        this.envelope = envelope;
        this.listener = listener;
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
        DomainSurvey survey = hypervisor.survey(command.guest());
        List<Reason> reasons = DepartureRules.check(
                command,
                DomainXmlReader.read(survey.domainXml()),
                survey.chains(),
                ownVendor,
                hypervisor.facts().pools());
        return reasons.isEmpty() ? migrate() : Preconditions.refuse(reasons);
    }

    private CommandResult migrate() {
        MigrationPolicy policy = command.policy().orElse(MigrationPolicy.NORMAL);
        Departure departure = new Departure(
                command.guest(),
                command.destinationUri(),
                command.migrationUri(),
                command.sharedPools(),
                command.bandwidthMibPerSecond(),
                policy.terms(),
                command.copiedDisks(),
                command.transport().orElse(MigrationTransport.PLAIN));
        return new PacedMigration(
                        hypervisor,
                        command.guest(),
                        new MigrationPacing(policy, command.timeoutMs(), command.noProgressMs()),
                        envelope,
                        listener)
                .during(progress -> hypervisor.migrate(departure, progress));
    }
}
