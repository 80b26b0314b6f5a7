package io.kvmherd.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileGuardLogTest {
    private static final int FIRST_RECORD = GuardLogFormat.MAGIC.length;

    @TempDir
    Path folder;

    @Test
    void aNewLogIsEmpty() {
        assertThat(reopened()).isEmpty();
    }

    @Test
    void whatWasAppendedIsThereAfterReopening() {
        write("one", "", "three");

        List<String> records = reopened();

        assertThat(records).containsExactly("one", "", "three");
    }

    @Test
    void appendsBehindWhatWasThere() {
        write("one");
        write("two");

        assertThat(reopened()).containsExactly("one", "two");
    }

    @Test
    void aRewriteReplacesAllAndAppendsGoOn() {
        try (FileGuardLog log = FileGuardLog.open(folder)) {
            log.append(bytes("old"));
            log.rewrite(List.of(bytes("kept")));
            log.append(bytes("new"));
        }

        assertThat(reopened()).containsExactly("kept", "new");
    }

    @Test
    void aFileCutAtAnyByteLosesTheUnfinishedRecordOnly() throws IOException {
        write("first", "second record", "third");
        byte[] whole = Files.readAllBytes(file());
        int second = FIRST_RECORD + GuardLogFormat.HEADER_BYTES + "first".length();
        int third = second + GuardLogFormat.HEADER_BYTES + "second record".length();

        for (int length = 0; length <= whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            long kept = length == whole.length ? 3 : length >= third ? 2 : length >= second ? 1 : 0;

            assertThat(reopened()).as("cut at byte %d", length).hasSize((int) kept);
        }
    }

    @Test
    void aTailOfZerosIsCut() throws IOException {
        write("first");
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length + 300));

        try (FileGuardLog log = FileGuardLog.open(folder)) {
            assertThat(log.cutBytes()).isEqualTo(300);
        }
        assertThat(reopened()).containsExactly("first");
        assertThat(Files.size(file())).isEqualTo(whole.length);
    }

    @Test
    void appendsAfterACutAreReadAgain() throws IOException {
        write("first", "second");
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 2));

        write("third");

        assertThat(reopened()).containsExactly("first", "third");
    }

    @Test
    void refusesDamageOfAnyByteInFrontOfAWholeRecord() throws IOException {
        write("first", "second");
        byte[] whole = Files.readAllBytes(file());
        int second = FIRST_RECORD + GuardLogFormat.HEADER_BYTES + "first".length();

        IntStream.range(0, second).forEach(position -> {
            overwrite(whole, position);

            assertThatThrownBy(() -> FileGuardLog.open(folder))
                    .as("byte %d", position)
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_FAILED))
                    .hasMessageContaining("is damaged");
        });
    }

    @Test
    void refusesASecondAgentAndLetsItInAfterTheFirstHasGone() {
        try (FileGuardLog first = FileGuardLog.open(folder)) {
            first.append(bytes("one"));
            assertThatThrownBy(() -> FileGuardLog.open(folder))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                    .hasMessageContaining("locked by another agent");
        }

        assertThat(reopened()).containsExactly("one");
    }

    @Test
    void aRewriteThatWasNotFinishedLeavesTheOldLog() throws IOException {
        write("one");
        Files.writeString(folder.resolve("guard.log.new"), "half a fi");

        assertThat(reopened()).containsExactly("one");
        assertThat(folder.resolve("guard.log.new")).doesNotExist();
    }

    @Test
    void refusesEverythingAfterItWasClosed() {
        FileGuardLog log = FileGuardLog.open(folder);
        log.close();

        assertThatThrownBy(() -> log.append(bytes("late"))).hasMessageContaining("refuses all since");
    }

    @Test
    void refusesARecordBeyondTheLimit() {
        try (FileGuardLog log = FileGuardLog.open(folder)) {
            assertThatThrownBy(() -> log.append(new byte[GuardLogFormat.MAX_RECORD_BYTES + 1]))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
        }
    }

    private void write(String... records) {
        try (FileGuardLog log = FileGuardLog.open(folder)) {
            for (String record : records) {
                log.append(bytes(record));
            }
        }
    }

    private List<String> reopened() {
        try (FileGuardLog log = FileGuardLog.open(folder)) {
            return log.read().stream()
                    .map(record -> new String(record, StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private void overwrite(byte[] whole, int position) {
        byte[] damaged = whole.clone();
        damaged[position] ^= 0x55;
        try {
            Files.write(file(), damaged);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path file() {
        return folder.resolve("guard.log");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
