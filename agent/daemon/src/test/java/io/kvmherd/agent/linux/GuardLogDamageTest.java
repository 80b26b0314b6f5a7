package io.kvmherd.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntBinaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages the log of a real guard at every byte. What is left is the whole memory, or the memory without its last record and
 * a word about it, or an error that names the place; never another memory.
 *
 * <p>The last record is the exception because a damaged one looks like one that was being written when the machine died.
 */
final class GuardLogDamageTest {
    private static final Epoch EPOCH = new Epoch(5, new UUID(8, 8));
    private static final int RECORDS = 22;

    @TempDir
    Path folder;

    private byte[] whole = {};
    private List<byte[]> records = List.of();
    /** Where each record begins; the end of the file at last. */
    private final List<Integer> starts = new ArrayList<>();

    @BeforeEach
    void aLogOfARealGuard() throws IOException {
        try (FileGuardLog log = FileGuardLog.open(folder)) {
            live(CommandGuard.open(log, "boot-1"));
        }
        whole = Files.readAllBytes(file());
        records = GuardLogScan.of(file(), whole).records();
        int start = GuardLogFormat.MAGIC.length;
        for (byte[] record : records) {
            starts.add(start);
            start += GuardLogFormat.HEADER_BYTES + record.length;
        }
        starts.add(start);
        assertThat(records).hasSize(RECORDS);
        assertThat(start).isEqualTo(whole.length);
    }

    @Test
    void cutAtAnyLengthItHasEveryRecordThatWasWholeAndSaysHowMuchWasNot() {
        for (int length = 0; length <= whole.length; length++) {
            int end = length;
            int kept = (int) starts.stream().skip(1).filter(next -> next <= end).count();
            int good = length < GuardLogFormat.MAGIC.length ? 0 : starts.get(kept);

            GuardLogScan scan = GuardLogScan.of(file(), Arrays.copyOf(whole, length));

            assertThat(scan.records()).as("cut at byte %d", length).containsExactlyElementsOf(records.subList(0, kept));
            assertThat(scan.unfinishedBytes()).as("cut at byte %d", length).isEqualTo(length - good);
        }
    }

    @Test
    void withAnyBitFlippedItIsRefusedOrLosesItsLastRecordAloud() {
        for (int position = 0; position < whole.length; position++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[position] ^= (byte) (1 << bit);
                if (isInTheLast(position)) {
                    assertWithoutItsLast(GuardLogScan.of(file(), damaged), position);
                } else {
                    assertRefused(() -> GuardLogScan.of(file(), damaged), position);
                }
            }
        }
    }

    @Test
    void openedWithAnyByteDamagedItIsRefusedAndLeftAsItIsOrLosesItsLastRecordAloud() throws IOException {
        openWithEachByte((value, position) -> value ^ 1 << position % 8);
        openWithEachByte((value, position) -> 0xFF);
    }

    /** What it reads is the guard that it was, or none. */
    private void openWithEachByte(IntBinaryOperator damage) throws IOException {
        for (int position = 0; position < whole.length; position++) {
            byte[] damaged = whole.clone();
            damaged[position] = (byte) damage.applyAsInt(whole[position] & 0xFF, position);
            Files.write(file(), damaged);
            if (damaged[position] == whole[position]) {
                continue;
            }
            if (isInTheLast(position)) {
                try (FileGuardLog log = FileGuardLog.open(folder)) {
                    assertWithoutItsLast(new GuardLogScan(log.read(), 0, log.cutBytes()), position);
                }
            } else {
                assertRefused(() -> FileGuardLog.open(folder), position);
                assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
            }
        }
    }

    private boolean isInTheLast(int position) {
        return position >= starts.get(RECORDS - 1);
    }

    private void assertRefused(ThrowingCallable reading, int position) {
        assertThatThrownBy(reading)
                .as("damaged byte %d", position)
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_FAILED))
                .hasMessageContaining("guard log " + file() + " is damaged at byte " + frameOf(position) + ":")
                .hasMessageContaining("Check the disk; then move the file away");
    }

    private void assertWithoutItsLast(GuardLogScan scan, int position) {
        assertThat(scan.unfinishedBytes())
                .as("damaged byte %d", position)
                .isEqualTo(whole.length - starts.get(RECORDS - 1));
        assertThat(scan.records())
                .as("damaged byte %d", position)
                .containsExactlyElementsOf(records.subList(0, RECORDS - 1));
    }

    /** Where the record begins in which the byte lies; 0 for one of the magic. */
    private int frameOf(int position) {
        return starts.stream().filter(start -> start <= position).reduce(0, (before, start) -> start);
    }

    /** Its start, a hello, six steps of three guests with their ends, and what else a guard writes. */
    private static void live(CommandGuard guard) {
        guard.hello(new ControllerHello(1, EPOCH, new UUID(9, 9), 100, Optional.empty(), true));
        long sequence = 0;
        for (int number = 1; number <= 3; number++) {
            GuestId guest = new GuestId(new UUID(1, number));
            OperationId operation = new OperationId(new UUID(7, number));
            for (AgentCommand command :
                    List.of(new AgentCommand.StartGuest(guest), new AgentCommand.ShutDownGuest(guest))) {
                sequence++;
                CommandEnvelope envelope = new CommandEnvelope(
                        operation,
                        (int) sequence,
                        EPOCH,
                        sequence,
                        1,
                        guard.generation(),
                        new PlacementGeneration(number),
                        60_000,
                        command);
                guard.admit(envelope);
                guard.ended(
                        operation, (int) sequence, new CommandResult.Failed(ErrorCode.CONFLICT, "no".repeat(number)));
            }
            guard.bury(guest, new PlacementGeneration(number));
            guard.forget(operation, Optional.of(new JournalPlace(EPOCH, 100)));
        }
        guard.forgetDatabase();
        guard.bury(new GuestId(new UUID(1, 9)), new PlacementGeneration(9));
    }

    private Path file() {
        return folder.resolve("guard.log");
    }
}
