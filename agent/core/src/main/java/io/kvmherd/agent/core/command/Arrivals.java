package io.kvmherd.agent.core.command;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.guard.ExpectedArrival;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.protocol.AgentCommand.AdoptArrival;
import io.kvmherd.common.protocol.AgentCommand.ExpectArrival;
import io.kvmherd.common.protocol.AgentCommand.WithdrawArrival;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import java.util.Optional;

/**
 * A guest that comes to this host, from its announcement to its end: adopted or withdrawn.
 *
 * <p>The files that its disks are copied into are made with the announcement, kept with the adoption, and removed with a
 * withdrawal that says so. Only the controller can say so, because only it has seen both hosts; and even then nothing is
 * removed while the guest is active here.
 */
final class Arrivals {

    /** Longest time that an announced arrival holds, whatever the controller asks for. */
    private static final long TTL_MAX_MS = 24L * 60 * 60 * 1_000;

    private final Hypervisor hypervisor;
    private final CommandGuard guard;
    private final GuestChanges guests;

    Arrivals(Hypervisor hypervisor, CommandGuard guard, GuestChanges guests) {
        this.hypervisor = hypervisor;
        this.guard = guard;
        this.guests = guests;
    }

    CommandResult expect(ExpectArrival expect, CommandEnvelope envelope, long nowMs) {
        if (expect.ttlMs() <= 0 || expect.ttlMs() > TTL_MAX_MS) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "an arrival cannot be announced for " + expect.ttlMs() + " ms; it must be between 1 and "
                            + TTL_MAX_MS);
        }
        return guests.refusalToArrive(expect.guest()).orElseGet(() -> {
            hypervisor.copies().make(envelope.operation(), expect.copies());
            guard.expectArrival(
                    new ExpectedArrival(expect.guest(), envelope.placement(), expect.from(), nowMs + expect.ttlMs()),
                    nowMs);
            return new Done();
        });
    }

    CommandResult adopt(AdoptArrival adopt, CommandEnvelope envelope) {
        CommandResult result = guests.adopt(adopt.guest(), envelope.placement());
        if (result instanceof CommandResult.Arrived) {
            hypervisor.copies().keep(envelope.operation(), adopt.copies());
        }
        return result;
    }

    CommandResult withdraw(WithdrawArrival withdrawal, CommandEnvelope envelope) {
        guard.withdrawArrival(withdrawal.guest());
        if (withdrawal.discarded().isEmpty()) {
            return new Done();
        }
        Optional<ObservedGuest> active = hypervisor
                .inspect(withdrawal.guest())
                .filter(guest -> guest.state().isActive());
        if (active.isPresent()) {
            return Preconditions.refuse(
                    active.get(), "the copies of its disks are not removed while it is active here");
        }
        hypervisor.copies().discard(envelope.operation(), withdrawal.discarded());
        return new Done();
    }
}
