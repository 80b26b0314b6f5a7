package io.kvmherd.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

final class SqliteDatabaseTest {
    private static final int FULL = 2;

    @TempDir
    Path folder;

    @Test
    void syncsEveryCommitInWriteAheadMode() {
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("a.db"))) {
            int synchronous = database.write(
                    "ask",
                    handle -> handle.createQuery("PRAGMA synchronous")
                            .mapTo(Integer.class)
                            .one());
            String journal = database.write(
                    "ask",
                    handle -> handle.createQuery("PRAGMA journal_mode")
                            .mapTo(String.class)
                            .one());
            int foreignKeys = database.write(
                    "ask",
                    handle -> handle.createQuery("PRAGMA foreign_keys")
                            .mapTo(Integer.class)
                            .one());

            assertThat(synchronous).isEqualTo(FULL);
            assertThat(journal).isEqualTo("wal");
            assertThat(foreignKeys).isEqualTo(1);
        }
    }

    @Test
    void knowsTheTermInWhichADatabaseOfAnEarlierVersionWasWritten() throws Exception {
        Path file = folder.resolve("a.db");
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .target("4")
                .load()
                .migrate();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO controller_epoch (id, epoch, incarnation, address) VALUES (1, 7, 'someone', '')");
        }

        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            Map<String, Object> term = database.read(
                    "ask",
                    handle -> handle.createQuery("SELECT epoch, incarnation, first_sequence FROM term")
                            .mapToMap()
                            .one());

            assertThat(term)
                    .containsEntry("epoch", 7)
                    .containsEntry("incarnation", "someone")
                    .containsEntry("first_sequence", 0);
        }
    }

    @Test
    void readersCannotWrite() {
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("a.db"))) {
            assertThatThrownBy(() -> database.read("write by mistake", handle -> handle.execute("DELETE FROM host")))
                    .isInstanceOf(KvmherdException.class)
                    .hasMessageContaining("write by mistake");
        }
    }

    @Test
    void saysThatAFileIsNotADatabase() throws IOException {
        Path file = folder.resolve("a.db");
        Files.writeString(file, "this is certainly not a database, and long enough to be looked at. ".repeat(40));

        assertThatThrownBy(() -> SqliteDatabase.open(file))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED))
                .hasMessageContaining("newest backup");
    }
}
