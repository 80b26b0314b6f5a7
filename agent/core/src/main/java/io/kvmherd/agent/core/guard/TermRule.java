package io.kvmherd.agent.core.guard;

import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import io.kvmherd.common.protocol.LinkMessage.HelloRefused;
import java.util.Optional;

/** What is wrong with a controller's term, in the words in which it is told to the controller and the log. */
final class TermRule {
    private TermRule() {}

    /** Why the controller is not to be listened to; empty where it is, as far as its term and its database go. */
    static Optional<HelloRefused> refusal(GuardMemory memory, ControllerHello hello) {
        Epoch known = memory.epoch();
        Epoch said = hello.epoch();
        if (said.number() < known.number()) {
            return refused(known, Refusal.STALE_EPOCH, stale(said, known));
        }
        if (said.number() == known.number() && !said.incarnation().equals(known.incarnation())) {
            return refused(known, Refusal.EPOCH_TAKEN_TWICE, takenTwice(said, known));
        }
        if (!hello.place().equals(memory.newestPlace())) {
            return refused(
                    known,
                    Refusal.OUT_OF_SEQUENCE,
                    "something was done on this host since it greeted; it has to greet again");
        }
        return regression(memory, hello).flatMap(why -> refused(known, Refusal.DATABASE_REGRESSED, why));
    }

    private static Optional<HelloRefused> refused(Epoch known, Refusal refusal, String detail) {
        return Optional.of(new HelloRefused(refusal, known.number(), detail));
    }

    /** Whether the database behind a hello is another one than this host belongs to, or knows less than this host has seen. */
    private static Optional<String> regression(GuardMemory memory, ControllerHello hello) {
        if (!memory.knowsDatabase()) {
            return Optional.empty();
        }
        if (!hello.databaseId().equals(memory.databaseId())) {
            return Optional.of("the controller acts from database " + hello.databaseId()
                    + "; this host belongs to database " + memory.databaseId()
                    + ". If the cluster was rebuilt on purpose, stop this agent, run kvmherd-agent"
                    + " --forget-database on its host, and start it again");
        }
        if (hello.journalSequence() < memory.journalSequence()) {
            return Optional.of(
                    "the controller's database ends at journal " + hello.journalSequence()
                            + "; this agent has seen " + memory.journalSequence()
                            + ". An old copy was restored or the database lost commits: stop the controller and restore the newest one");
        }
        return memory.newestPlace()
                .filter(place -> !hello.hasPlace())
                .map(place -> "the controller's database does not have what was done here up to journal "
                        + place.journalSequence() + " in epoch " + place.epoch().number()
                        + " of controller incarnation "
                        + place.epoch().incarnation()
                        + ". It is an old copy that was put to use, or another copy was: stop the controller and restore"
                        + " the newest one");
    }

    static String stale(Epoch said, Epoch known) {
        return "epoch " + said.number() + " is over; this agent has accepted epoch " + known.number()
                + ". Whoever sent this no longer leads";
    }

    static String takenTwice(Epoch said, Epoch known) {
        return "epoch " + said.number() + " belongs to controller incarnation " + known.incarnation() + ", and "
                + said.incarnation()
                + " claims it too: two controllers act from copies of one database. Stop one of them";
    }
}
