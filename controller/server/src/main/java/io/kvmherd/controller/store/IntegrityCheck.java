package io.kvmherd.controller.store;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Looks at a start whether the pages of the database hang together, before anything is read from it or written to it.
 *
 * <p>Without it, SQLite notices a damaged page when it happens to read it: perhaps months later, in the middle of an
 * evacuation, and until then newest rows are written beside it and the good backups grow old. Nothing is mended: what is
 * gone may be a guest's place, and a database that was mended by leaving it out would start the guest a second time.
 *
 * <p>The look is bounded in time, since a controller that is down because of a large database helps nobody. SQLite keeps no
 * checksums of its pages, so it finds pages that are missing, torn or of something else, not a changed letter in a text.
 */
final class IntegrityCheck {
    private static final Logger LOG = LoggerFactory.getLogger(IntegrityCheck.class);

    /** A disk that reads 100 MB each second gets through 2 GB. */
    static final long LIMIT_MS = 20_000;

    private static final int FINDINGS = 5;
    private static final int STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 1_000;
    private static final String SOUND = "ok";

    private IntegrityCheck() {}

    /**
     * Blocks for the disk, for at most about the limit.
     *
     * @param source of connections that only read, so that nothing changes, not even at their end
     * @return whether it came to its end; until then it found nothing
     * @throws KvmherdException STORE_FAILED when the database is damaged
     */
    static boolean pass(DataSource source, Path file, long limitMs) throws SQLException {
        List<String> findings = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS_AT_THE_CLOCK, until(limitMs));
            look(statement, findings);
        } catch (SQLiteException e) {
            if (e.getResultCode() != SQLiteErrorCode.SQLITE_INTERRUPT) {
                throw e;
            }
            if (findings.isEmpty()) {
                LOG.warn(
                        "database {} was looked through for {} ms, which is the limit, and not to its end; nothing wrong was"
                                + " found until then. To look at all of it: PRAGMA quick_check, in sqlite3 on a copy",
                        file,
                        limitMs);
                return false;
            }
        }
        if (!findings.equals(List.of(SOUND))) {
            throw damaged(file, findings);
        }
        return true;
    }

    /** @param findings gets what is found, also when the look is broken off */
    private static void look(Statement statement, List<String> findings) throws SQLException {
        try (ResultSet rows = statement.executeQuery("PRAGMA quick_check(" + FINDINGS + ")")) {
            while (rows.next()) {
                findings.add(rows.getString(1).strip().replace('\n', ' '));
            }
        }
    }

    private static ProgressHandler until(long limitMs) {
        long beganNs = System.nanoTime();
        return new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - beganNs >= limitMs * 1_000_000 ? 1 : 0;
            }
        };
    }

    private static KvmherdException damaged(Path file, List<String> findings) {
        return new KvmherdException(
                ErrorCode.STORE_FAILED,
                "The database " + file + " is damaged; nothing in it was mended.\nWhy: " + String.join("; ", findings)
                        + "\nNext: " + SqlFailures.PUT_BACKUP_IN_PLACE);
    }
}
