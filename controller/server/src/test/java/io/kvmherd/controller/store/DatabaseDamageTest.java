package io.kvmherd.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.port.StoreWrite.AppendEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** A page is what a disk loses; each one in turn is lost here. */
final class DatabaseDamageTest {
    private static final int EVENTS = 400;
    private static final int PAGE_SIZE_AT = 16;

    @TempDir
    Path folder;

    private byte[] whole = {};
    private int pageBytes;

    @BeforeEach
    void aStoreThatWasClosed() throws IOException {
        try (SqlStore store = SqlStore.open(folder, () -> Instant.EPOCH)) {
            Epoch epoch = store.takeEpoch(new UUID(0, 1));
            List<StoreWrite> events = new ArrayList<>();
            for (long sequence = 1; sequence <= EVENTS; sequence++) {
                events.add(new AppendEvent(StoredSamples.event(sequence)));
            }
            store.commit(epoch, 1, events);
        }
        whole = Files.readAllBytes(file());
        pageBytes = ByteBuffer.wrap(whole).getShort(PAGE_SIZE_AT);
    }

    @Test
    void isReportedWhicheverPageIsLost() throws IOException {
        for (byte value : new byte[] {0, (byte) 0xFF}) {
            for (int page = 0; page < whole.length / pageBytes; page++) {
                byte[] damaged = whole.clone();
                Arrays.fill(damaged, page * pageBytes, (page + 1) * pageBytes, value);

                assertRefused(damaged, "page " + (page + 1) + " filled with " + value);
            }
        }
    }

    @Test
    void isReportedWhereverTheFileEnds() throws IOException {
        for (int length = pageBytes / 2; length < whole.length; length += pageBytes / 2) {
            assertRefused(Arrays.copyOf(whole, length), "cut at byte " + length);
        }
    }

    @Test
    void leavesBothFilesAsTheyWere() throws IOException {
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, 2 * pageBytes, 3 * pageBytes, (byte) 0);
        byte[] ahead = writeAheadOfOneMoreCommit();

        Files.write(file(), damaged);
        Files.write(folder.resolve("controller.db-wal"), ahead);
        assertThatThrownBy(() -> SqlStore.open(folder, () -> Instant.EPOCH).close())
                .isInstanceOf(KvmherdException.class);

        assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
        assertThat(Files.readAllBytes(folder.resolve("controller.db-wal"))).isEqualTo(ahead);
    }

    /** As a process leaves it that is killed. */
    private byte[] writeAheadOfOneMoreCommit() throws IOException {
        Files.write(file(), whole);
        try (SqlStore store = SqlStore.open(folder, () -> Instant.EPOCH)) {
            store.takeEpoch(new UUID(0, 2));
            return Files.readAllBytes(folder.resolve("controller.db-wal"));
        }
    }

    @Test
    void isNotSeenInADatabaseThatIsSound() throws IOException {
        Files.write(file(), whole);

        try (SqlStore store = SqlStore.open(folder, () -> Instant.EPOCH)) {
            assertThat(store.load().eventSequence()).isEqualTo(EVENTS);
        }
    }

    @Test
    void isLookedForNoLongerThanTheLimit() throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file());

        assertThat(IntegrityCheck.pass(source, file(), 0)).isFalse();
        assertThat(IntegrityCheck.pass(source, file(), IntegrityCheck.LIMIT_MS)).isTrue();
    }

    private void assertRefused(byte[] damaged, String how) throws IOException {
        Files.write(file(), damaged);

        assertThatThrownBy(() -> SqlStore.open(folder, () -> Instant.EPOCH).close())
                .as(how)
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED))
                .hasMessageContaining(file().toString())
                .hasMessageContaining(
                        "Next: stop the controller, move controller.db, controller.db-wal and controller.db-shm away");
    }

    private Path file() {
        return folder.resolve("controller.db");
    }
}
