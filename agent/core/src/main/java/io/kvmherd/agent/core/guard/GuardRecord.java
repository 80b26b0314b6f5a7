package io.kvmherd.agent.core.guard;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.JournalPlace;
import java.util.Optional;
import java.util.UUID;

/** One fact in the guard's log. */
sealed interface GuardRecord {

    record Incarnation(long number) implements GuardRecord {}

    /** A leadership term was accepted, with what its database knew. */
    record Term(Epoch epoch, UUID databaseId, long journalSequence) implements GuardRecord {

        /** The same term after its database has grown. */
        Term withJournalSequence(long grown) {
            return new Term(epoch, databaseId, grown);
        }
    }

    /**
     * A step was about to be carried out.
     *
     * @param epoch term under which it was begun, {@link #NO_EPOCH} if whoever wrote it kept none
     * @param journalSequence how much the database knew that the step came from, 0 if whoever wrote it kept nothing
     * @param guest guest concerned, {@link #NO_GUEST} for none
     * @param grants whether the step gave this host the right to run the generation
     * @param action which command it was
     * @param arguments digest of what else it was asked; empty if whoever wrote it kept none
     */
    record Begin(
            StepKey key,
            long agentIncarnation,
            Epoch epoch,
            long journalSequence,
            GuestId guest,
            long placement,
            boolean grants,
            String action,
            String arguments)
            implements GuardRecord {

        static final GuestId NO_GUEST = new GuestId(new UUID(0, 0));
        static final Epoch NO_EPOCH = new Epoch(0, new UUID(0, 0));

        /** As agents kept it that knew neither epoch and journal nor arguments. */
        // size: the record's own components
        Begin(StepKey key, long agentIncarnation, GuestId guest, long placement, boolean grants, String action) {
            this(key, agentIncarnation, NO_EPOCH, 0, guest, placement, grants, action, "");
        }

        /**
         * Why a command that comes under the same key is not this step; empty where it is. To answer it with this one's
         * result would tell its sender that something is done which never was.
         */
        Optional<String> whyItIsNot(Begin other) {
            return differenceFrom(other)
                    .map(difference -> key + " was begun here "
                            + (epoch.equals(NO_EPOCH) ? "" : "in epoch " + epoch.number() + " ") + "as " + difference
                            + ". It is not begun as anything else: look at what this host runs and plan a new step");
        }

        private Optional<String> differenceFrom(Begin other) {
            if (!action.equals(other.action)) {
                return Optional.of(action + ", not as " + other.action);
            }
            if (!guest.equals(other.guest)) {
                return Optional.of(action + " of guest " + guest + ", not of guest " + other.guest);
            }
            if (placement != other.placement) {
                return Optional.of(action + " of generation " + placement + ", not of generation " + other.placement);
            }
            boolean bothKnown = !arguments.isEmpty() && !other.arguments.isEmpty();
            return bothKnown && !arguments.equals(other.arguments)
                    ? Optional.of(action + " with other arguments")
                    : Optional.empty();
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

    /**
     * Newest place in the database's history at which a step was begun or forgotten here. Only in a rewritten log; before that
     * those say it.
     */
    record NewestPlace(JournalPlace place) implements GuardRecord {}

    record End(StepKey key, CommandResult result) implements GuardRecord {}

    record Held(GuestId guest, long placement) implements GuardRecord {}

    record Buried(GuestId guest, long placement) implements GuardRecord {}

    /** @param place where in the database's history its end lies; empty if whoever wrote it kept none */
    record Forgotten(OperationId operation, Optional<JournalPlace> place) implements GuardRecord {}

    record DatabaseForgotten() implements GuardRecord {}

    /** Whether the guest was told to go off, and not to run again since. */
    record KeptOff(GuestId guest, boolean off) implements GuardRecord {}

    /** What is started with the host in this round was started in this boot. */
    record BootSettled(BootRound round, String bootId) implements GuardRecord {}
}
