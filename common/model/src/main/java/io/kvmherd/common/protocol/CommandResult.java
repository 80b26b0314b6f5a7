package io.kvmherd.common.protocol;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.GuestSurvey;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Reason;
import java.util.List;
import java.util.Optional;

/** How one command ended. */
public sealed interface CommandResult {

    /** Done, nothing to add. */
    record Done() implements CommandResult {}

    /** The guard did not admit it; nothing was done. */
    record NotAdmitted(Refusal refusal, String detail) implements CommandResult {}

    /**
     * It was tried and failed, or the agent died in the middle of it and cannot tell ({@code UNREACHABLE}).
     *
     * @param message what, why and what to do next
     */
    record Failed(ErrorCode code, String message) implements CommandResult {}

    /**
     * @param guest absent means that a live libvirt said it has no such domain, never that it could not be asked
     * @param heldPlacement highest generation that this host was granted, 0 for none
     * @param buriedPlacement highest generation that was buried here, 0 for none
     */
    record GuestInspected(Optional<ObservedGuest> guest, long heldPlacement, long buriedPlacement)
            implements CommandResult {}

    /**
     * @param domainXml migratable XML of the running guest, with its expanded CPU
     * @param disks left out unless they were asked for
     */
    record GuestDescribed(String domainXml, String machineType, long qemuVersion, Optional<GuestDisks> disks)
            implements CommandResult {
        public GuestDescribed withDisks(GuestDisks seen) {
            return new GuestDescribed(domainXml, machineType, qemuVersion, Optional.of(seen));
        }
    }

    /** @param reasons why the guest cannot arrive; empty means that it can */
    record ArrivalChecked(List<Reason> reasons) implements CommandResult {
        public ArrivalChecked {
            reasons = List.copyOf(reasons);
        }
    }

    /** @param found whether the nonce lies in the pool */
    record ProofRead(boolean found) implements CommandResult {}

    /**
     * It was given up for these reasons; nothing that matters was changed.
     *
     * @param detail what the hypervisor said, for the log
     */
    record GivenUp(List<Reason> reasons, String detail) implements CommandResult {
        public GivenUp {
            reasons = List.copyOf(reasons);
        }
    }

    /** @param figures what the migration took, as far as the destination's hypervisor still knows */
    record Arrived(Optional<MigrationFigures> figures) implements CommandResult {}

    /** @param surveys of the guests that are there, in the order in which they were asked for */
    record GuestsSurveyed(List<GuestSurvey> surveys) implements CommandResult {
        public GuestsSurveyed {
            surveys = List.copyOf(surveys);
        }
    }

    /** Why a guard did not admit a command. */
    enum Refusal {
        /** The sender's epoch is older than one this agent has seen: the sender no longer leads. */
        STALE_EPOCH,
        /** The same epoch came from another controller: two took the same term. */
        EPOCH_TAKEN_TWICE,
        /** Meant for an earlier life of this host. */
        WRONG_HOST_GENERATION,
        /** Arrived after a later one; a hello after something was done that it does not speak of. */
        OUT_OF_SEQUENCE,
        /** The placement generation was buried here or a newer one is known. */
        STALE_PLACEMENT,
        /** The guest's state is not one from which this can be done. */
        PRECONDITION,
        /** The database behind the controller knows less than this agent has seen. */
        DATABASE_REGRESSED,
        /** The guard's log cannot be written; nothing may be done that could not be remembered. */
        LOG_FAILED,
        /** Too many commands are waiting. */
        BUSY,
        /** The agent was started to observe only. */
        OBSERVE_ONLY
    }
}
