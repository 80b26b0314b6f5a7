package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One operation: something that was asked for, is durable, and ends.
 *
 * @param phase what it does at the moment, ENDED at the end; for people, may be extended
 * @param guest the guest it is about; left out for a parent
 * @param guestName its name, kept after the guest is gone; empty for a parent
 * @param host where it works: the owner of the guest, or the host that is being emptied; left out for several
 * @param hosts of an operation of whole hosts, all of them
 * @param from in a migration, the host that the guest leaves
 * @param to in a migration, the host that it goes to
 * @param requestedBy who asked
 * @param reason what they gave as reason, or empty
 * @param message how it ended, or what it waits for
 * @param failure name of the {@code ErrorCode} why it did not succeed, or empty
 * @param reasons the rules' reasons, of a blocked or failed one; of an evacuation that is done, who stays all the same
 * @param progress of a migration that is being sent
 * @param parent the operation that this one is part of
 * @param children operations that are part of this one, in order of the plan
 * @param migration how it is made and what it took, of a migration
 * @param hostProgress of an evacuation that is open, how far it is with each host
 */
public record OperationResource(
        OperationId id,
        Kind kind,
        State state,
        String phase,
        Optional<GuestId> guest,
        String guestName,
        Optional<HostId> host,
        List<HostId> hosts,
        Optional<HostId> from,
        Optional<HostId> to,
        String requestedBy,
        String reason,
        Instant createdAt,
        Optional<Instant> endedAt,
        Optional<MessageResource> message,
        String failure,
        List<ReasonResource> reasons,
        Optional<ProgressResource> progress,
        Optional<OperationId> parent,
        List<OperationId> children,
        Optional<MigrationResource> migration,
        List<HostProgress> hostProgress) {
    public OperationResource {
        hosts = List.copyOf(hosts);
        hostProgress = List.copyOf(hostProgress);
        reasons = List.copyOf(reasons);
        children = List.copyOf(children);
    }

    /** What an operation does. */
    public enum Kind {
        CREATE,
        START,
        SHUT_DOWN,
        STOP,
        DELETE,
        MIGRATE,
        /** Moves the definition of a guest that is off. */
        RELOCATE,
        /** Lets the right to run a guest follow a guest that somebody moved by hand. */
        FOLLOW,
        /** Takes a guest over that somebody else defined. */
        TAKE_OVER,
        /** Lets a guest go, as it is. */
        GIVE_BACK,
        /** Puts a guest's accepted definition back. */
        REDEFINE,
        /** Empties a host; each guest is moved by an operation of its own. */
        EVACUATE,
        /** Carries out a stored plan; as above. */
        APPLY_PLAN,
        /** Brings guests back to a host that was evacuated; as above. */
        RESTORE
    }

    /** Where an operation is. */
    public enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        /** Some of its parts could not be done; each has its reasons. */
        PARTLY_DONE,
        FAILED,
        CANCELLED;

        /** Whether it has ended and never changes again. */
        public boolean isTerminal() {
            return this != QUEUED && this != RUNNING;
        }
    }
}
