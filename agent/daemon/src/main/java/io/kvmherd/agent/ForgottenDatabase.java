package io.kvmherd.agent;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.linux.FileGuardLog;
import io.kvmherd.common.failure.KvmherdException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a host's guard take its next hello from any database. Epochs, steps and generations stay as they are. */
final class ForgottenDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(ForgottenDatabase.class);

    /** This life of the guard ends here and never speaks to a controller, so no boot needs to be told from another. */
    private static final String NO_BOOT = "none";

    private ForgottenDatabase() {}

    /**
     * Durable on return.
     *
     * @param folder where the guard's log is
     * @throws KvmherdException CONFLICT while the agent runs, FILE_FAILED when the log cannot be read or written
     */
    static void in(Path folder) {
        try (FileGuardLog log = FileGuardLog.open(folder)) {
            CommandGuard.open(log, NO_BOOT).forgetDatabase();
        }
        LOG.warn(
                "the database is forgotten: the next controller that says hello may come from any. Start the agent now");
    }
}
