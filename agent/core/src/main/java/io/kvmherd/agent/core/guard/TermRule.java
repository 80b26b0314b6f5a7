package io.kvmherd.agent.core.guard;

import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import java.util.Optional;

/** What is wrong with a controller's term, in the words in which it is told to the controller and the log. */
final class TermRule {
    private TermRule() {}

    /** Whether the database behind a hello is another one than this host belongs to, or knows less than this host has seen. */
    static Optional<String> regression(GuardMemory memory, ControllerHello hello) {
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
        return Optional.empty();
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
