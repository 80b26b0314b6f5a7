package io.kvmherd.controller.app.testing;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What commands do to a fake host's guests. */
final class FakeCommands {
    private final FakeHost host;
    private final Supplier<List<FakeHost>> allHosts;
    private final FakeMigrations migrations;

    FakeCommands(FakeHost host, Supplier<List<FakeHost>> allHosts, FakeMigrations migrations) {
        this.host = host;
        this.allHosts = allHosts;
        this.migrations = migrations;
    }

    CommandResult ask(AgentCommand.Inquiry inquiry) {
        return switch (inquiry) {
            case AgentCommand.InspectGuest inspect ->
                new CommandResult.GuestInspected(
                        Optional.ofNullable(host.guests.get(inspect.guest())).map(FakeGuest::observed), 0, 0);
            case AgentCommand.DescribeGuest describe -> describe(describe);
            case AgentCommand.ReadGuestXml read -> describe(read.guest());
            case AgentCommand.SurveyGuests survey -> host.adoptions.survey(survey);
            case AgentCommand.CheckArrival check ->
                new CommandResult.ArrivalChecked(
                        check.off() || check.fromVendor().equals(host.vendor.id())
                                ? host.copies.inTheWay(check.copies())
                                : List.of(
                                        Reason.of(ReasonCode.CPU_VENDOR_DIFFERS).with("host", host.id.value())));
            case AgentCommand.ReadPoolProof read ->
                new CommandResult.ProofRead(allHosts.get().stream()
                        .filter(other -> other == host || read.pool().equals("shared"))
                        .anyMatch(other -> other.proofs.contains(read.pool() + " " + read.nonce())));
        };
    }

    /** Everything but a migration, which takes its own time. */
    CommandResult change(AgentCommand.Change change, PlacementGeneration placement) {
        return switch (change) {
            case AgentCommand.WritePoolProof write -> {
                host.proofs.add(write.pool() + " " + write.nonce());
                yield new Done();
            }
            case AgentCommand.CreateGuest create -> create(create, placement);
            case AgentCommand.StartGuest start -> start(start.guest());
            case AgentCommand.ShutDownGuest shutDown ->
                onPresent(
                        shutDown.guest(),
                        guest -> host.deafToShutDown.contains(guest.id()) ? guest : guest.with(GuestState.SHUT_OFF));
            case AgentCommand.DestroyGuest destroy ->
                onPresent(destroy.guest(), guest -> guest.with(GuestState.SHUT_OFF));
            case AgentCommand.DestroyLeftBehind destroy -> destroyLeftBehind(destroy.guest());
            case AgentCommand.DeleteGuest delete -> delete(delete.guest());
            case AgentCommand.ResumeGuest resume -> resume(resume.guest());
            case AgentCommand.ExpectArrival expect -> {
                if (!host.copies.make(expect.copies())) {
                    yield new CommandResult.Failed(ErrorCode.CONFLICT, "a file is there already");
                }
                host.arrivals.add(expect.guest());
                yield new Done();
            }
            case AgentCommand.WithdrawArrival withdraw -> {
                host.arrivals.remove(withdraw.guest());
                host.copies.discard(withdraw.discarded());
                yield new Done();
            }
            case AgentCommand.AbortMigration abort -> {
                migrations.abort(abort.guest());
                yield new Done();
            }
            case AgentCommand.AdoptArrival adopt -> {
                host.arrivals.remove(adopt.guest());
                host.copies.keep(adopt.copies());
                yield host.guests.containsKey(adopt.guest())
                        ? onPresent(adopt.guest(), guest -> guest.with(placement))
                        : precondition("it has not arrived");
            }
            case AgentCommand.RelocateGuest relocate -> relocate(relocate);
            case AgentCommand.AdoptGuest adopt -> host.adoptions.adopt(adopt, placement);
            case AgentCommand.RedefineGuest redefine -> host.redefine(redefine, placement);
            case AgentCommand.ReleaseGuest release -> host.adoptions.release(release.guest());
            case AgentCommand.BuryGuest bury -> bury(bury.guest(), placement);
            case AgentCommand.LimitMigration limit ->
                migrations.isLeaving(limit.guest()) ? new Done() : precondition("it is not leaving");
            case AgentCommand.StartPostCopy start ->
                migrations.isLeaving(start.guest()) ? new Done() : precondition("it is not leaving");
            case AgentCommand.FollowMigration follow ->
                throw new IllegalStateException("a migration is not followed at once: " + follow);
            case AgentCommand.MigrateGuest migrate ->
                throw new IllegalStateException("a migration is not done at once: " + migrate);
        };
    }

    private CommandResult describe(AgentCommand.DescribeGuest question) {
        CommandResult plain = describe(question.guest());
        return plain instanceof CommandResult.GuestDescribed described && question.withDisks()
                ? described.withDisks(host.copies.disksOf(question.guest()))
                : plain;
    }

    private CommandResult relocate(AgentCommand.RelocateGuest relocate) {
        @Nullable FakeGuest guest = host.guests.get(relocate.guest());
        FakeHost to = allHosts.get().stream()
                .filter(other -> other.id.equals(relocate.to()))
                .findFirst()
                .orElseThrow();
        if (guest == null || guest.state().isActive() || !to.arrivals.contains(relocate.guest())) {
            return precondition("it is not off, or not expected");
        }
        host.guests.remove(relocate.guest());
        to.guests.put(relocate.guest(), guest);
        return new Done();
    }

    private CommandResult describe(GuestId id) {
        @Nullable FakeGuest guest = host.guests.get(id);
        return guest == null
                ? new CommandResult.Failed(ErrorCode.HYPERVISOR_FAILED, "no domain " + id)
                : new CommandResult.GuestDescribed(
                        "<domain name='" + guest.name() + "'/>", "pc-q35-8.2", 8_002_000, Optional.empty());
    }

    private CommandResult create(AgentCommand.CreateGuest create, PlacementGeneration placement) {
        @Nullable FakeGuest there = host.guests.get(create.guest());
        if (there != null && there.state().isActive()) {
            return precondition("it is active");
        }
        GuestSpec spec = create.spec();
        host.guests.put(
                create.guest(),
                new FakeGuest(
                        create.guest(),
                        spec.name(),
                        Optional.of(placement),
                        GuestState.SHUT_OFF,
                        GuestJob.NONE,
                        spec.vcpus(),
                        spec.memoryMib()));
        return new Done();
    }

    private CommandResult start(GuestId id) {
        @Nullable FakeGuest guest = host.guests.get(id);
        if (guest == null) {
            return precondition("it is not defined here");
        }
        if (guest.state() == GuestState.RUNNING) {
            return new Done();
        }
        if (guest.state().isActive()) {
            return precondition("it is " + guest.state());
        }
        return onPresent(id, off -> off.with(GuestState.RUNNING));
    }

    private CommandResult destroyLeftBehind(GuestId id) {
        @Nullable FakeGuest guest = host.guests.get(id);
        if (guest == null || !guest.state().isActive()) {
            return new Done();
        }
        return guest.state() == GuestState.PAUSED_FOR_MIGRATION && guest.job() == GuestJob.NONE
                ? onPresent(id, left -> left.with(GuestState.SHUT_OFF))
                : precondition("it is not left behind but " + guest.state());
    }

    private CommandResult delete(GuestId id) {
        @Nullable FakeGuest guest = host.guests.get(id);
        if (guest != null && guest.state().isActive()) {
            return precondition("it is active");
        }
        host.guests.remove(id);
        return new Done();
    }

    private CommandResult resume(GuestId id) {
        @Nullable FakeGuest guest = host.guests.get(id);
        return guest != null && guest.state().isActive() && guest.job() == GuestJob.NONE
                ? onPresent(id, paused -> paused.with(GuestState.RUNNING))
                : precondition("it is not paused here");
    }

    private CommandResult bury(GuestId id, PlacementGeneration placement) {
        @Nullable FakeGuest guest = host.guests.get(id);
        if (guest != null && guest.state().isActive()) {
            return precondition("it is active");
        }
        host.guests.remove(id);
        host.buried.merge(id, placement.value(), Math::max);
        return new Done();
    }

    private CommandResult onPresent(GuestId id, UnaryOperator<FakeGuest> change) {
        @Nullable FakeGuest guest = host.guests.get(id);
        if (guest != null) {
            host.guests.put(id, change.apply(guest));
        }
        return new Done();
    }

    static CommandResult precondition(String detail) {
        return new NotAdmitted(Refusal.PRECONDITION, detail);
    }
}
