package io.kvmherd.agent.core.command;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.migration.ArrivalRules;
import io.kvmherd.agent.core.migration.MigrationPacing;
import io.kvmherd.agent.core.port.Arrival;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.Machine;
import io.kvmherd.agent.core.report.VendorAgreement;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.AgentCommand.Change;
import io.kvmherd.common.protocol.AgentCommand.Inquiry;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.ArrivalChecked;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.CommandResult.Failed;
import io.kvmherd.common.protocol.CommandResult.GuestInspected;
import io.kvmherd.common.protocol.CommandResult.ProofRead;
import io.kvmherd.common.protocol.LinkMessage.MigrationProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Carries out one admitted command and says how it ended. Blocks as long as the hypervisor takes, a migration's whole
 * length included; may be called from several threads at a time for different guests.
 *
 * <p>Operating failures become a result. Anything else that is thrown is a programmer's error and passes through: whoever
 * calls ends the step as interrupted (UNREACHABLE), and the controller looks.
 */
public final class CommandExecution {

    private final Hypervisor hypervisor;
    private final Machine machine;
    private final CommandGuard guard;
    private final GuestChanges guests;
    private final Arrivals arrivals;
    private final Adoptions adoptions;
    private final Redefinitions redefinitions;

    public CommandExecution(Hypervisor hypervisor, Machine machine, CommandGuard guard) {
        this.hypervisor = hypervisor;
        this.machine = machine;
        this.guard = guard;
        this.guests = new GuestChanges(hypervisor, guard);
        this.arrivals = new Arrivals(hypervisor, guard, guests);
        this.adoptions = new Adoptions(hypervisor, guard);
        this.redefinitions = new Redefinitions(hypervisor);
    }

    /**
     * @param nowMs this process's monotonic clock
     * @param progress told about a migration, about once a second, on a thread of the hypervisor's adapter; must not
     *     block
     */
    public CommandResult execute(CommandEnvelope envelope, long nowMs, Consumer<MigrationProgress> progress) {
        try {
            return switch (envelope.command()) {
                case Inquiry inquiry -> answer(inquiry);
                case Change change -> carryOut(change, envelope, nowMs, progress);
            };
        } catch (KvmherdException e) {
            return new Failed(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private CommandResult answer(Inquiry inquiry) {
        return switch (inquiry) {
            case AgentCommand.InspectGuest c -> inspected(c.guest());
            case AgentCommand.DescribeGuest c -> describe(c);
            case AgentCommand.ReadGuestXml c -> hypervisor.describe(c.guest());
            case AgentCommand.ReadPoolProof c -> new ProofRead(hypervisor.readPoolProof(c.pool(), c.nonce()));
            case AgentCommand.CheckArrival c -> checkArrival(c);
            case AgentCommand.SurveyGuests c -> adoptions.survey(c);
        };
    }

    private CommandResult carryOut(
            Change change, CommandEnvelope envelope, long nowMs, Consumer<MigrationProgress> progress) {
        PlacementGeneration placement = envelope.placement();
        return switch (change) {
            case AgentCommand.WritePoolProof c -> {
                hypervisor.writePoolProof(c.pool(), c.nonce());
                yield new Done();
            }
            case AgentCommand.CreateGuest c -> guests.create(c, placement);
            case AgentCommand.StartGuest c -> guests.start(c.guest(), placement);
            case AgentCommand.ShutDownGuest c -> guests.shutDown(c.guest(), placement);
            case AgentCommand.DestroyGuest c -> guests.destroy(c.guest(), placement);
            case AgentCommand.DestroyLeftBehind c -> guests.destroyLeftBehind(c.guest(), placement);
            case AgentCommand.DeleteGuest c -> guests.delete(c.guest(), placement);
            case AgentCommand.ResumeGuest c -> guests.resume(c.guest(), placement);
            case AgentCommand.AdoptGuest c -> adoptions.adopt(c, placement);
            case AgentCommand.RedefineGuest c -> redefinitions.redefine(c, placement);
            case AgentCommand.ReleaseGuest c -> adoptions.release(c.guest(), placement);
            case AgentCommand.AdoptArrival c -> arrivals.adopt(c, envelope);
            case AgentCommand.BuryGuest c -> guests.bury(c.guest(), placement);
            case AgentCommand.ExpectArrival c -> arrivals.expect(c, envelope, nowMs);
            case AgentCommand.WithdrawArrival c -> arrivals.withdraw(c, envelope);
            case AgentCommand.MigrateGuest c -> new DepartureRun(hypervisor, c, envelope, progress).run(ownVendor());
            case AgentCommand.RelocateGuest c -> new RelocationRun(hypervisor, c, placement).run();
            case AgentCommand.FollowMigration c ->
                new PacedMigration(
                                hypervisor,
                                c.guest(),
                                new MigrationPacing(
                                        c.policy().orElse(MigrationPolicy.NORMAL), c.timeoutMs(), c.noProgressMs()),
                                envelope,
                                progress)
                        .during(watcher -> hypervisor.followMigration(c.guest(), watcher));
            case AgentCommand.LimitMigration c -> {
                hypervisor.limitMigration(c.guest(), c.mibPerSecond());
                yield new Done();
            }
            case AgentCommand.StartPostCopy c -> {
                hypervisor.startPostCopy(c.guest());
                yield new Done();
            }
            case AgentCommand.AbortMigration c -> {
                hypervisor.abortMigration(c.guest());
                yield new Done();
            }
        };
    }

    private GuestInspected inspected(GuestId guest) {
        return new GuestInspected(hypervisor.inspect(guest), guard.heldPlacement(guest), guard.buriedPlacement(guest));
    }

    private ArrivalChecked checkArrival(AgentCommand.CheckArrival check) {
        List<Reason> vendor = check.off() ? List.of() : ArrivalRules.check(check, ownVendor());
        if (!vendor.isEmpty()) {
            return new ArrivalChecked(vendor);
        }
        List<Reason> reasons = new ArrayList<>(hypervisor.checkArrival(new Arrival(
                check.guest(), check.spec(), check.liveDomainXml(), check.qemuVersion(), check.copies(), check.off())));
        reasons.addAll(ArrivalRules.links(check, machine.facts().links()));
        return new ArrivalChecked(reasons);
    }

    private CommandResult.GuestDescribed describe(AgentCommand.DescribeGuest question) {
        CommandResult.GuestDescribed described = hypervisor.describe(question.guest());
        return question.withDisks() ? described.withDisks(hypervisor.disks(question.guest())) : described;
    }

    /** Asked anew each time: it costs one call and cannot be out of date. */
    private CpuVendor ownVendor() {
        return VendorAgreement.of(machine.facts().vendor(), hypervisor.facts().cpuVendor());
    }
}
