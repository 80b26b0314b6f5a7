package io.kvmherd.agent.core.guard;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.Epoch;
import java.util.UUID;

/** One fact in the guard's log. */
sealed interface GuardRecord {

    record Incarnation(long number) implements GuardRecord {}

    /** A leadership term was accepted, with what its database knew. */
    record Term(Epoch epoch, UUID databaseId, long journalSequence) implements GuardRecord {}

    /**
     * A step was about to be carried out.
     *
     * @param guest guest concerned, {@link #NO_GUEST} for none
     * @param grants whether the step gave this host the right to run the generation
     * @param action which command it was
     */
    record Begin(StepKey key, long agentIncarnation, GuestId guest, long placement, boolean grants, String action)
            implements GuardRecord {

        static final GuestId NO_GUEST = new GuestId(new UUID(0, 0));

        boolean isSameCommandAs(Begin other) {
            return action.equals(other.action) && guest.equals(other.guest) && placement == other.placement;
        }

        /** Whether the guest was told to go off by it. */
        boolean switchesOff() {
            return action.equals("ShutDownGuest") || action.equals("DestroyGuest");
        }

        /** Whether what the guest was told before is out of date by it. An adoption only looks. */
        boolean beginsAnew() {
            return (grants && !action.equals("AdoptGuest")) || action.equals("ReleaseGuest");
        }

        boolean hasGuest() {
            return !guest.equals(NO_GUEST);
        }
    }

    record End(StepKey key, CommandResult result) implements GuardRecord {}

    record Held(GuestId guest, long placement) implements GuardRecord {}

    record Buried(GuestId guest, long placement) implements GuardRecord {}

    record Forgotten(OperationId operation) implements GuardRecord {}

    record DatabaseForgotten() implements GuardRecord {}

    /** Whether the guest was told to go off, and not to run again since. */
    record KeptOff(GuestId guest, boolean off) implements GuardRecord {}

    /** What is started with the host in this round was started in this boot. */
    record BootSettled(BootRound round, String bootId) implements GuardRecord {}
}
