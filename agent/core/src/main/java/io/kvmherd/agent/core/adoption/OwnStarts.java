package io.kvmherd.agent.core.adoption;

import io.kvmherd.agent.core.guard.BootRound;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Starts own guests after their host was started anew, when no controller was heard: the one that would confirm it may be
 * inside. Whoever calls waits first, for as long as a controller that lives elsewhere needs to be heard.
 *
 * <p>What is certain then: this host was the last to be given the right to run the guest, as far as its agent ever heard, and
 * the right was not taken away; the definition here is of that very generation; nothing of the guest runs here. A controller
 * that had moved the guest would have buried the generation on this host before the guest could start elsewhere. What is not
 * certain is what happened while this host was off or cut off; against that stands the lock on the guest's disks, without
 * which nothing is started unless an operator took the risk ({@link OwnStartRules}).
 *
 * <p>A start that fails may be tried again in the same life, for storage may come back after its hosts do. One that fails
 * because somebody holds a lock, or because what it relies on is missing, is not: that is somebody else's guest to look at.
 * As soon as a controller is heard, all is its own to decide, for good. Called by one thread.
 */
public final class OwnStarts {
    /** QEMU has no code for a file that another QEMU holds: it says that it failed to get its "write" lock. */
    private static final Pattern LOCK = Pattern.compile("\\block");

    private final Hypervisor hypervisor;
    private final CommandGuard guard;
    private final boolean due;
    private final Set<GuestId> settled = new TreeSet<>();
    private boolean open;

    /** Looks at which boots were settled, so it has to be made before {@link BootStarts} settles this one. */
    public OwnStarts(Hypervisor hypervisor, CommandGuard guard) {
        this.hypervisor = hypervisor;
        this.guard = guard;
        Optional<String> thisBoot = Optional.of(guard.generation().bootId());
        Optional<String> own = guard.settledBoot(BootRound.OWN);
        // An agent that knew nothing of own guests may have settled the rest of this boot.
        Optional<String> before = own.isPresent() ? own : guard.settledBoot(BootRound.ALONE);
        this.due = before.isPresent() && !before.equals(thisBoot) && guard.mode() == ManagementMode.MANAGE;
        this.open = !own.equals(thisBoot);
    }

    /**
     * What became of one guest.
     *
     * @param failure why it could not be started; empty when it was
     * @param again whether it is worth another try
     */
    public record Attempt(ObservedGuest guest, Optional<String> failure, boolean again) {}

    /** Whether there may be somebody to start in this boot, or it is to be remembered that nobody was. */
    public boolean isOpen() {
        return open;
    }

    /** Whether somebody is to be started if no controller is heard: whether waiting for one has a purpose. */
    public boolean isDue() {
        return open && due && !guard.hasListened();
    }

    /**
     * Tries it for each guest that is left. Blocks for the hypervisor and the disk.
     *
     * @throws KvmherdException UNREACHABLE when the hypervisor cannot be asked; FILE_FAILED when it cannot be remembered.
     *     It may be repeated then
     */
    public List<Attempt> settle() {
        if (!open) {
            return List.of();
        }
        List<ObservedGuest> mine = isDue() ? mine() : List.of();
        if (!guard.settledBoot(BootRound.OWN)
                .equals(Optional.of(guard.generation().bootId()))) {
            guard.settleBoot(BootRound.OWN);
        }
        List<Attempt> attempts = new ArrayList<>();
        for (ObservedGuest guest : mine) {
            attempt(guest).ifPresent(attempts::add);
        }
        attempts.stream()
                .filter(attempt -> !attempt.again())
                .forEach(attempt -> settled.add(attempt.guest().id()));
        open = attempts.stream().anyMatch(Attempt::again);
        return List.copyOf(attempts);
    }

    /** Nobody is started any more in this boot, other than by a controller. */
    public void leave() {
        open = false;
    }

    private List<ObservedGuest> mine() {
        return hypervisor.guests().stream()
                .filter(guest -> !settled.contains(guest.id()) && mayRunHere(guest))
                .toList();
    }

    /** More than for a guest whose disks are here alone: the very generation that this host was given the right to run. */
    private boolean mayRunHere(ObservedGuest guest) {
        long placement = guest.placement().map(PlacementGeneration::value).orElse(0L);
        return guest.state().isOffHere()
                && placement > 0
                && placement == guard.heldPlacement(guest.id())
                && placement > guard.buriedPlacement(guest.id())
                && !guard.isKeptOff(guest.id());
    }

    private Optional<Attempt> attempt(ObservedGuest guest) {
        try {
            DomainSurvey survey = hypervisor.survey(guest.id());
            if (survey.ownStart() == OwnStart.ASKED) {
                return Optional.empty();
            }
            HypervisorFacts facts = hypervisor.facts();
            Optional<String> doubt = OwnStartRules.doubt(survey.ownStart(), survey.recorded(), survey, facts);
            if (doubt.isPresent()) {
                return Optional.of(new Attempt(guest, doubt, false));
            }
            if (guard.hasListened()) {
                // Looking may have taken long.
                return Optional.empty();
            }
            hypervisor.start(guest.id());
            return Optional.of(new Attempt(guest, Optional.empty(), false));
        } catch (KvmherdException e) {
            return Optional.of(new Attempt(guest, Optional.of(String.valueOf(e.getMessage())), isWorthAnother(e)));
        }
    }

    /** libvirt's own lock on a guest's state is no lock on a disk: whoever waits for it in vain waits for hung storage. */
    static boolean isWorthAnother(KvmherdException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean held = LOCK.matcher(message).find() && !message.contains("state change lock");
        return failure.code() != ErrorCode.CONFLICT && !held;
    }
}
