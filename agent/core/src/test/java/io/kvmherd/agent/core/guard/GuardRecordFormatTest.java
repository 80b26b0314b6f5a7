package io.kvmherd.agent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.JournalPlace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The bytes are on disks of running hosts: what is written here once is read for ever. */
final class GuardRecordFormatTest {
    private static final OperationId OPERATION = new OperationId(new UUID(0x0a, 0x0b));
    private static final StepKey KEY = new StepKey(OPERATION, 3);
    private static final GuestId GUEST = new GuestId(new UUID(0x0c, 0x0d));
    private static final Epoch EPOCH = new Epoch(5, new UUID(0x0e, 0x0f));

    private static final String OPERATION_HEX = "000000000000000a000000000000000b";
    private static final String GUEST_HEX = "000000000000000c000000000000000d";
    private static final String KEY_HEX = OPERATION_HEX + "00000003";
    private static final String EPOCH_HEX = "0000000000000005" + "000000000000000e000000000000000f";

    @Test
    void writesEachKindAsItWasAlwaysWrittenAndReadsItBack() {
        golden().forEach((hex, record) -> {
            assertThat(HexFormat.of().formatHex(GuardRecordFormat.encode(record)))
                    .as(record.toString())
                    .isEqualTo(hex);
            assertThat(GuardRecordFormat.decode(HexFormat.of().parseHex(hex))).isEqualTo(record);
        });
    }

    @Test
    void readsTheBeginOfAnAgentThatKeptNeitherEpochNorArguments() {
        GuardRecord.Begin old = new GuardRecord.Begin(KEY, 2, GUEST, 4, true, "StartGuest");

        assertThat(GuardRecordFormat.decode(oldBegin(OPERATION, 3, GUEST, 4, "StartGuest")))
                .isEqualTo(old);
        assertThat(GuardRecordFormat.decode(GuardRecordFormat.encode(old))).isEqualTo(old);
    }

    @Test
    void readsTheBeginOfAnAgentThatKeptNoJournal() {
        String old = "010c" + KEY_HEX + "0000000000000002" + EPOCH_HEX + GUEST_HEX + "0000000000000004" + "01"
                + "0000000a" + hex("StartGuest") + "00000004" + hex("abcd");

        assertThat(GuardRecordFormat.decode(HexFormat.of().parseHex(old)))
                .isEqualTo(new GuardRecord.Begin(KEY, 2, EPOCH, 0, GUEST, 4, true, "StartGuest", "abcd"));
    }

    @Test
    void refusesARecordThatIsCutOrTooLong() {
        golden().keySet().forEach(hex -> {
            byte[] whole = HexFormat.of().parseHex(hex);
            for (int length = 0; length <= whole.length + 1; length++) {
                byte[] damaged = Arrays.copyOf(whole, length);
                if (length != whole.length) {
                    assertThatThrownBy(() -> GuardRecordFormat.decode(damaged))
                            .as(hex)
                            .isInstanceOfSatisfying(
                                    KvmherdException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED));
                }
            }
        });
    }

    /** A begin of the second life of an agent that grants, as kind 3. */
    static byte[] oldBegin(OperationId operation, int step, GuestId guest, long placement, String action) {
        byte[] text = action.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(59 + text.length)
                .put((byte) 1)
                .put((byte) 3)
                .putLong(operation.value().getMostSignificantBits())
                .putLong(operation.value().getLeastSignificantBits())
                .putInt(step)
                .putLong(2)
                .putLong(guest.value().getMostSignificantBits())
                .putLong(guest.value().getLeastSignificantBits())
                .putLong(placement)
                .put((byte) 1)
                .putInt(text.length)
                .put(text)
                .array();
    }

    private static Map<String, GuardRecord> golden() {
        Map<String, GuardRecord> golden = new LinkedHashMap<>();
        golden.put("0101" + "0000000000000007", new GuardRecord.Incarnation(7));
        golden.put(
                "0102" + EPOCH_HEX + "00000000000000100000000000000011" + "0000000000000064",
                new GuardRecord.Term(EPOCH, new UUID(0x10, 0x11), 100));
        golden.put(
                "010f" + KEY_HEX + "0000000000000002" + EPOCH_HEX + "0000000000000065" + GUEST_HEX + "0000000000000004"
                        + "01" + "0000000a" + hex("StartGuest") + "00000004" + hex("abcd"),
                new GuardRecord.Begin(KEY, 2, EPOCH, 101, GUEST, 4, true, "StartGuest", "abcd"));
        golden.put("0104" + KEY_HEX + "01", new GuardRecord.End(KEY, new CommandResult.Done()));
        golden.put(
                "0104" + KEY_HEX + "02" + "00000008" + hex("CONFLICT") + "00000002" + hex("no"),
                new GuardRecord.End(KEY, new CommandResult.Failed(ErrorCode.CONFLICT, "no")));
        golden.put(
                "0104" + KEY_HEX + "03" + "00000004" + hex("BUSY") + "00000003" + hex("\u00dfo"),
                new GuardRecord.End(KEY, new CommandResult.NotAdmitted(Refusal.BUSY, "\u00dfo")));
        golden.put(
                "0104" + KEY_HEX + "04" + "00000001" + "0000000f" + hex("POOL_NOT_SHARED") + "00000001" + "00000004"
                        + hex("pool") + "00000001" + hex("a") + "00000001" + "00000004" + hex("need")
                        + "0000000000000009" + "00000001" + hex("d"),
                new GuardRecord.End(
                        KEY,
                        new CommandResult.GivenUp(
                                List.of(Reason.of(ReasonCode.POOL_NOT_SHARED)
                                        .with("pool", "a")
                                        .with("need", 9)),
                                "d")));
        golden.put("0104" + KEY_HEX + "0500", new GuardRecord.End(KEY, new CommandResult.Arrived(Optional.empty())));
        golden.put(
                "0104" + KEY_HEX + "0501" + "0000000000000001" + "0000000000000002" + "0000000000000003",
                new GuardRecord.End(KEY, new CommandResult.Arrived(Optional.of(new MigrationFigures(1, 2, 3)))));
        golden.put("0105" + GUEST_HEX + "0000000000000004", new GuardRecord.Held(GUEST, 4));
        golden.put("0106" + GUEST_HEX + "0000000000000004", new GuardRecord.Buried(GUEST, 4));
        golden.put("0107" + OPERATION_HEX, new GuardRecord.Forgotten(OPERATION, Optional.empty()));
        golden.put("010d" + EPOCH_HEX + "0000000000000066", new GuardRecord.NewestPlace(new JournalPlace(EPOCH, 102)));
        golden.put(
                "010e" + OPERATION_HEX + EPOCH_HEX + "0000000000000066",
                new GuardRecord.Forgotten(OPERATION, Optional.of(new JournalPlace(EPOCH, 102))));
        golden.put("0108", new GuardRecord.DatabaseForgotten());
        golden.put("0109" + "00000001" + hex("b"), new GuardRecord.BootSettled(BootRound.ALONE, "b"));
        golden.put("010a" + GUEST_HEX + "01", new GuardRecord.KeptOff(GUEST, true));
        golden.put("010b" + "00000001" + hex("b"), new GuardRecord.BootSettled(BootRound.OWN, "b"));
        return golden;
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
