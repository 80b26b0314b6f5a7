package io.kvmherd.controller.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database file with one connection that writes and a few that only read.
 *
 * <p>A full sync at every commit is the price of what the store promises: in write-ahead mode, SQLite's usual NORMAL loses
 * the newest commits when the machine loses power, and a command may already have left for one of them.
 */
final class SqliteDatabase implements AutoCloseable {
    private static final int BUSY_TIMEOUT_MS = 5_000;
    private static final int READERS = 4;
    private static final long CONNECTION_TIMEOUT_MS = 10_000;

    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final Jdbi writer;
    private final Jdbi reader;

    private SqliteDatabase(HikariDataSource writing, HikariDataSource reading) {
        this.writing = writing;
        this.reading = reading;
        this.writer = Jdbi.create(writing);
        this.reader = Jdbi.create(reading);
    }

    /**
     * Opens the file, makes it if it is missing, and brings its tables up to date.
     *
     * @throws KvmherdException STORE_FAILED, also when the file or its write-ahead file is damaged
     */
    static SqliteDatabase open(Path file) {
        try {
            WriteAheadCheck.pass(file);
            SQLiteDataSource source = writingSource(file);
            if (Files.exists(file)) {
                // By a connection that reads only: one that writes would bring the write-ahead file into a damaged
                // database.
                IntegrityCheck.pass(readingSource(file), file, IntegrityCheck.LIMIT_MS);
            }
            Flyway.configure(SqliteDatabase.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            HikariConfig readers = pool("store-reader", readingSource(file), READERS);
            readers.setReadOnly(true);
            return new SqliteDatabase(
                    new HikariDataSource(pool("store-writer", source, 1)), new HikariDataSource(readers));
        } catch (IOException | SQLException | RuntimeException e) {
            throw SqlFailures.translate("open " + file, e);
        }
    }

    /** In one transaction, written to disk when this returns. */
    <T> T write(String what, Function<Handle, T> work) {
        try {
            return writer.inTransaction(work::apply);
        } catch (RuntimeException e) {
            throw SqlFailures.translate(what, e);
        }
    }

    <T> T read(String what, Function<Handle, T> work) {
        try {
            return reader.inTransaction(work::apply);
        } catch (RuntimeException e) {
            throw SqlFailures.translate(what, e);
        }
    }

    /** @throws KvmherdException STORE_FAILED */
    @Override
    public void close() {
        reading.close();
        writing.close();
    }

    private static SQLiteDataSource writingSource(Path file) {
        SQLiteConfig config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return source(file, config);
    }

    private static SQLiteDataSource readingSource(Path file) {
        SQLiteConfig config = common();
        config.setReadOnly(true);
        return source(file, config);
    }

    private static SQLiteConfig common() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.enforceForeignKeys(true);
        return config;
    }

    private static SQLiteDataSource source(Path file, SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static HikariConfig pool(String name, SQLiteDataSource source, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        return config;
    }
}
