package io.kvmherd.agent.core.adoption;

import io.kvmherd.agent.core.guard.BootRound;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts the adopted guests that may start without asking, once in each boot of the host, whether a controller is there or
 * not: what libvirt's autostart did before their adoption. A guest that was stopped or shut down through kvmherd stays off,
 * which libvirt's autostart would not have known.
 *
 * <p>The guard's log remembers the boot in which that was done. A restart of the agent starts nobody: whoever is off by
 * then was switched off by somebody. In the guard's very first life nobody is started either, because nothing tells how
 * long the host has been up. What is recorded on a guest is checked against its disks once more: a file system that is not
 * mounted yet, or another one in its place, leaves the guest to the controller.
 */
public final class BootStarts {
    private final Hypervisor hypervisor;
    private final CommandGuard guard;

    public BootStarts(Hypervisor hypervisor, CommandGuard guard) {
        this.hypervisor = hypervisor;
        this.guard = guard;
    }

    /**
     * What became of one guest.
     *
     * @param failure why it could not be started; empty when it was
     */
    public record Attempt(ObservedGuest guest, Optional<String> failure) {}

    /**
     * Does it, if it was not done in this boot; an agent that only observes starts nothing, also not when it manages
     * later in the same boot. That it was done is remembered before the first start: whoever is shut down afterwards is
     * never started again by a repetition. Blocks for the hypervisor and the disk.
     *
     * @throws KvmherdException UNREACHABLE when the hypervisor cannot be asked; FILE_FAILED when it cannot be remembered.
     *     It may be repeated then
     */
    public List<Attempt> settle() {
        Optional<String> settled = guard.settledBoot(BootRound.ALONE);
        if (settled.equals(Optional.of(guard.generation().bootId()))) {
            return List.of();
        }
        boolean starts = settled.isPresent() && guard.mode() == ManagementMode.MANAGE;
        List<Due> due = starts ? due() : List.of();
        guard.settleBoot(BootRound.ALONE);
        return due.stream().map(this::start).toList();
    }

    /** A guest whose turn it is, or why nobody can tell whether it is. */
    private record Due(ObservedGuest guest, Optional<String> doubt) {}

    private List<Due> due() {
        HypervisorFacts facts = hypervisor.facts();
        List<Due> due = new ArrayList<>();
        for (ObservedGuest guest : hypervisor.guests()) {
            if (mayRunHere(guest)) {
                judge(guest, facts).ifPresent(due::add);
            }
        }
        return due;
    }

    private Optional<Due> judge(ObservedGuest guest, HypervisorFacts facts) {
        try {
            return startsAlone(guest, facts) ? Optional.of(new Due(guest, Optional.empty())) : Optional.empty();
        } catch (KvmherdException e) {
            if (e.code() == ErrorCode.UNREACHABLE) {
                throw e;
            }
            return Optional.of(new Due(guest, Optional.of(String.valueOf(e.getMessage()))));
        }
    }

    /** Off though nobody told it to be, ours, and of the newest generation that this host knows of. */
    private boolean mayRunHere(ObservedGuest guest) {
        long placement = guest.placement().map(PlacementGeneration::value).orElse(0L);
        return guest.state().isOffHere()
                && !guard.isKeptOff(guest.id())
                && placement > guard.buriedPlacement(guest.id())
                && placement >= guard.heldPlacement(guest.id());
    }

    private boolean startsAlone(ObservedGuest guest, HypervisorFacts facts) {
        DomainSurvey survey = hypervisor.survey(guest.id());
        return survey.recorded() == StartsWithHost.ALONE
                && Surveys.of(guest, survey, facts, List.of(), 0).startsWithHost() == StartsWithHost.ALONE;
    }

    private Attempt start(Due due) {
        if (due.doubt().isPresent()) {
            return new Attempt(due.guest(), due.doubt());
        }
        try {
            hypervisor.start(due.guest().id());
            return new Attempt(due.guest(), Optional.empty());
        } catch (KvmherdException e) {
            return new Attempt(due.guest(), Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
