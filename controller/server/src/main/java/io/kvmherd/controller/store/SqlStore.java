package io.kvmherd.controller.store;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.Store;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.port.StoredState;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.OperationRecord;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The store in a folder of its own. */
public final class SqlStore implements Store, AutoCloseable {
    private final DataFolder folder;
    private final SqliteDatabase database;
    private final InstantSource clock;
    private final AuditRetention audit;
    private long commits;

    private SqlStore(DataFolder folder, SqliteDatabase database, InstantSource clock, AuditRetention audit) {
        this.audit = audit;
        this.folder = folder;
        this.database = database;
        this.clock = clock;
    }

    /** As the other, with as much of the audit as is usual. */
    public static SqlStore open(Path dataFolder, InstantSource clock) {
        return open(dataFolder, clock, AuditRetention.DEFAULT);
    }

    /**
     * Takes the folder and opens the database in it; makes both when they are missing. Blocks for the disk.
     *
     * @throws KvmherdException CONFLICT when another process holds the folder; FILE_FAILED, STORE_FAILED
     */
    public static SqlStore open(Path dataFolder, InstantSource clock, AuditRetention audit) {
        DataFolder folder = DataFolder.take(dataFolder);
        try {
            SqliteDatabase database = SqliteDatabase.open(folder.database());
            database.write(
                    "draw an identity",
                    handle -> handle.execute(
                            "INSERT INTO cluster (id, database_id, journal_sequence) VALUES (1, ?, 0) ON CONFLICT DO NOTHING",
                            UUID.randomUUID().toString()));
            return new SqlStore(folder, database, clock, audit);
        } catch (KvmherdException e) {
            folder.close();
            throw e;
        }
    }

    @Override
    public Epoch takeEpoch(UUID incarnation) {
        return database.write("take an epoch", handle -> {
            long number = handle.createQuery("INSERT INTO controller_epoch (id, epoch, incarnation, address)"
                            + " VALUES (1, 1, :incarnation, '') ON CONFLICT (id) DO UPDATE SET epoch = epoch + 1,"
                            + " incarnation = excluded.incarnation RETURNING epoch")
                    .bind("incarnation", incarnation.toString())
                    .mapTo(Long.class)
                    .one();
            handle.execute(
                    "INSERT OR REPLACE INTO controller_heartbeat (id, epoch, incarnation, sequence) VALUES (1, ?, ?, 0)",
                    number,
                    incarnation.toString());
            handle.execute(
                    "INSERT INTO term (epoch, incarnation, first_sequence) SELECT ?, ?, journal_sequence FROM cluster",
                    number,
                    incarnation.toString());
            Retention.prune(handle, audit, clock.instant());
            return new Epoch(number, incarnation);
        });
    }

    @Override
    public StoredState load() {
        return database.read("read what was stored", handle -> new RowReader(handle).state());
    }

    @Override
    public void commit(Epoch epoch, long journalSequence, List<StoreWrite> writes) {
        database.write("commit " + writes.size() + " writes as journal entry " + journalSequence, handle -> {
            requireNewest(handle, epoch);
            RowWriter rows = new RowWriter(handle);
            writes.forEach(rows::apply);
            advance(handle, journalSequence);
            commits++;
            if (commits % Retention.EVERY_COMMITS == 0) {
                Retention.prune(handle, audit, clock.instant());
            }
            return writes.size();
        });
    }

    @Override
    public Optional<OperationRecord> operation(OperationId id) {
        return database.read("read operation " + id, handle -> new RowReader(handle).operation(id));
    }

    @Override
    public List<OperationRecord> endedBefore(OperationId id, int limit) {
        return database.read("read operations before " + id, handle -> new RowReader(handle).endedBefore(id, limit));
    }

    @Override
    public List<OperationRecord> endedPartsAfter(OperationId parent, OperationId after, int limit) {
        return database.read(
                "read parts of operation " + parent,
                handle -> new RowReader(handle).endedPartsAfter(parent, after, limit));
    }

    @Override
    public Optional<IdempotencyRecord> accepted(String principal, String key) {
        return database.read(
                "read what was accepted under key " + key, handle -> new RowReader(handle).accepted(principal, key));
    }

    @Override
    public List<EventRecord> eventsAfter(long sequence, int limit) {
        return database.read(
                "read events after " + sequence, handle -> new RowReader(handle).eventsAfter(sequence, limit));
    }

    @Override
    public List<AuditRecord> audit(int limit) {
        return database.read("read the audit", handle -> new RowReader(handle).audit(limit));
    }

    /** Closes the database and gives the folder up. */
    @Override
    public void close() {
        try {
            database.close();
        } finally {
            folder.close();
        }
    }

    private static void requireNewest(Handle handle, Epoch epoch) {
        int found = handle.createQuery(
                        "SELECT COUNT(*) FROM controller_epoch WHERE epoch = :epoch AND incarnation = :incarnation")
                .bind("epoch", epoch.number())
                .bind("incarnation", epoch.incarnation().toString())
                .mapTo(Integer.class)
                .one();
        if (found != 1) {
            throw new KvmherdException(
                    ErrorCode.CONFLICT,
                    "Epoch " + epoch.number() + " of incarnation " + epoch.incarnation()
                            + " is no longer the newest; nothing was written.\nWhy: another controller took a term.\nNext:"
                            + " this one must stop and start again.");
        }
    }

    /** The sequence never goes back: agents remember the highest and refuse a database that knows less. */
    private static void advance(Handle handle, long journalSequence) {
        int changed = handle.execute(
                "UPDATE cluster SET journal_sequence = ? WHERE journal_sequence < ?", journalSequence, journalSequence);
        if (changed != 1) {
            throw new KvmherdException(
                    ErrorCode.STORE_FAILED,
                    "Journal entry " + journalSequence + " is not newer than what the database holds; nothing was"
                            + " written.\nWhy: this is a mistake in the program.\nNext: report it with the log; the"
                            + " controller goes on from what was stored.");
        }
    }
}
