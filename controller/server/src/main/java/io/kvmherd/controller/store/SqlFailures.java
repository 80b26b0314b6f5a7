package io.kvmherd.controller.store;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The one table that turns a failure of the database into ours. */
final class SqlFailures {
    /** What to do about a damaged database. */
    static final String PUT_BACKUP_IN_PLACE =
            "stop the controller, move controller.db, controller.db-wal and controller.db-shm away, and put the newest backup"
                    + " in place as controller.db; the hosts go on running their guests meanwhile, and refuse a backup that"
                    + " is older than what they have seen until each is told with kvmherd-agent --forget-database.";

    private SqlFailures() {}

    /**
     * @param what was being done ("commit 17 writes")
     */
    static KvmherdException translate(String what, Exception failure) {
        if (failure instanceof KvmherdException ours) {
            return ours;
        }
        Optional<SQLException> cause = sqlCause(failure);
        if (cause.isEmpty()) {
            return new KvmherdException(
                    ErrorCode.STORE_FAILED,
                    "The database could not " + what + ".\nWhy: " + failure + "\nNext: "
                            + "read the log for what happened before; the controller starts again by itself.",
                    failure);
        }
        return new KvmherdException(
                ErrorCode.STORE_FAILED,
                "The database could not " + what + ".\nWhy: " + cause.get().getMessage() + "\nNext: "
                        + remedy(cause.get()),
                failure);
    }

    private static String remedy(SQLException cause) {
        if (!(cause instanceof SQLiteException sqlite)) {
            return "read the log for what happened before; the controller starts again by itself.";
        }
        return switch (primary(sqlite.getResultCode())) {
            case SQLITE_FULL ->
                "make room on the file system of the data folder; the controller starts again by itself.";
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "find out which other program has the database open (fuser), and end it.";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH ->
                "check owner, mode and mount options of the data folder.";
            case SQLITE_IOERR -> "look for disk errors in the kernel's log (dmesg) before anything else.";
            case SQLITE_CORRUPT, SQLITE_NOTADB -> PUT_BACKUP_IN_PLACE;
            case SQLITE_CONSTRAINT ->
                "this is a mistake in the program: report it with the log; the controller goes on from what was stored.";
            default -> "read the log for what happened before; the controller starts again by itself.";
        };
    }

    /** SQLite's extended codes carry the primary one in their low byte. */
    private static SQLiteErrorCode primary(SQLiteErrorCode extended) {
        return SQLiteErrorCode.getErrorCode(extended.code & 0xFF);
    }

    private static Optional<SQLException> sqlCause(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }
}
