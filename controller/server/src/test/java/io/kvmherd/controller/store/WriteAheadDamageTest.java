package io.kvmherd.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.StoreWrite.AppendEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that were acknowledged and are only in the write-ahead file yet, as after a SIGKILL; then its bytes change. */
final class WriteAheadDamageTest {
    private static final int COMMITS = 20;
    private static final int HEADER_BYTES = 32;

    @TempDir
    Path folder;

    private byte[] whole = {};
    private int frameBytes;
    /** Where each of the file's frames that commit begins. */
    private final List<Integer> commits = new ArrayList<>();

    @BeforeEach
    void aStoreThatWasKilled() throws IOException {
        Path living = folder.resolve("living");
        try (SqlStore store = SqlStore.open(living, () -> Instant.EPOCH)) {
            Epoch epoch = store.takeEpoch(new UUID(0, 1));
            for (long sequence = 1; sequence <= COMMITS; sequence++) {
                store.commit(epoch, sequence, List.of(new AppendEvent(StoredSamples.event(sequence))));
            }
            Files.copy(living.resolve("controller.db"), database());
            whole = Files.readAllBytes(living.resolve("controller.db-wal"));
        }
        frameBytes = 24 + ByteBuffer.wrap(whole).getInt(8);
        for (int frame = HEADER_BYTES; frame < whole.length; frame += frameBytes) {
            if (ByteBuffer.wrap(whole).getInt(frame + 4) != 0) {
                commits.add(frame);
            }
        }
        assertThat(commits).hasSizeGreaterThanOrEqualTo(COMMITS);
    }

    @Test
    void isRefusedWhereverCommitsLieBehindIt() throws IOException {
        int lastThree = commits.get(commits.size() - 3);
        for (int position = 0; position < lastThree; position += 61) {
            byte[] damaged = whole.clone();
            damaged[position] ^= (byte) (1 << position % 8);
            Files.write(writeAhead(), damaged);
            int frame = position < HEADER_BYTES ? 0 : position - (position - HEADER_BYTES) % frameBytes;

            assertThatThrownBy(() -> WriteAheadCheck.pass(database()))
                    .as("damaged byte %d", position)
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED))
                    .hasMessageContaining(writeAhead() + " is damaged at byte " + frame + ";")
                    .hasMessageContaining(
                            "Next: stop the controller, move controller.db, controller.db-wal and controller.db-shm away");
        }
    }

    @Test
    void keepsAStoreFromOpeningBeforeSqliteHasTouchedTheFile() throws IOException {
        byte[] damaged = whole.clone();
        damaged[commits.get(3)] ^= 1;
        Files.write(writeAhead(), damaged);

        assertThatThrownBy(() -> SqlStore.open(folder, () -> Instant.EPOCH)).hasMessageContaining("is damaged at byte");

        assertThat(Files.readAllBytes(writeAhead())).isEqualTo(damaged);
    }

    @Test
    void isTakenForTheUnfinishedCommitWhereNothingLiesBehindIt() throws IOException {
        for (int end : List.of(whole.length - 1, whole.length - frameBytes + 1)) {
            Files.write(writeAhead(), Arrays.copyOf(whole, end));
            WriteAheadCheck.pass(database());
        }

        try (SqlStore store = SqlStore.open(folder, () -> Instant.EPOCH)) {
            assertThat(store.load().eventSequence()).isEqualTo(COMMITS - 1);
        }
    }

    @Test
    void isNotSeenInAFileThatIsWholeEmptyOrNotThere() throws IOException {
        WriteAheadCheck.pass(database());
        Files.write(writeAhead(), new byte[0]);
        WriteAheadCheck.pass(database());
        Files.write(writeAhead(), new byte[HEADER_BYTES + frameBytes]);
        WriteAheadCheck.pass(database());
        Files.write(writeAhead(), whole);

        try (SqlStore store = SqlStore.open(folder, () -> Instant.EPOCH)) {
            assertThat(store.load().eventSequence()).isEqualTo(COMMITS);
        }
    }

    private Path database() {
        return folder.resolve("controller.db");
    }

    private Path writeAhead() {
        return folder.resolve("controller.db-wal");
    }
}
