package io.kvmherd.agent.core.guard;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.MigrationFigures;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.CommandResult.Failed;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.JournalPlace;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The bytes of the guard's records; the package comment has the layout. */
final class GuardRecordFormat {

    private static final byte VERSION = 1;

    private GuardRecordFormat() {}

    static byte[] encode(GuardRecord record) {
        ByteBuffer out = ByteBuffer.allocate(GuardLimits.RECORD_BYTES).put(VERSION);
        switch (record) {
            case GuardRecord.Incarnation r -> out.put((byte) 1).putLong(r.number());
            case GuardRecord.Term r -> {
                putEpoch(out.put((byte) 2), r.epoch());
                putUuid(out, r.databaseId());
                out.putLong(r.journalSequence());
            }
            case GuardRecord.Begin r -> {
                putKey(out.put((byte) 15), r.key());
                putEpoch(out.putLong(r.agentIncarnation()), r.epoch());
                putUuid(out.putLong(r.journalSequence()), r.guest().value());
                out.putLong(r.placement()).put((byte) (r.grants() ? 1 : 0));
                putText(out, r.action());
                putText(out, r.arguments());
            }
            case GuardRecord.End r -> {
                putKey(out.put((byte) 4), r.key());
                putResult(out, r.result());
            }
            case GuardRecord.Held r -> putPlacement(out.put((byte) 5), r.guest(), r.placement());
            case GuardRecord.Buried r -> putPlacement(out.put((byte) 6), r.guest(), r.placement());
            case GuardRecord.Forgotten r -> {
                putUuid(
                        out.put((byte) (r.place().isPresent() ? 14 : 7)),
                        r.operation().value());
                r.place().ifPresent(place -> putPlace(out, place));
            }
            case GuardRecord.DatabaseForgotten r -> out.put((byte) 8);
            case GuardRecord.BootSettled r ->
                putText(out.put((byte) (r.round() == BootRound.ALONE ? 9 : 11)), r.bootId());
            case GuardRecord.NewestPlace r -> putPlace(out.put((byte) 13), r.place());
            case GuardRecord.KeptOff r -> {
                putUuid(out.put((byte) 10), r.guest().value());
                out.put((byte) (r.off() ? 1 : 0));
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** @throws KvmherdException MALFORMED when the bytes are no record of this version */
    static GuardRecord decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw malformed("has version " + version + "; this agent reads version " + VERSION);
            }
            GuardRecord record = read(in);
            if (in.hasRemaining()) {
                throw malformed("has " + in.remaining() + " bytes too many");
            }
            return record;
        } catch (BufferUnderflowException e) {
            throw new KvmherdException(ErrorCode.MALFORMED, message("is cut off after " + bytes.length + " bytes"), e);
        } catch (IllegalArgumentException e) {
            throw new KvmherdException(ErrorCode.MALFORMED, message("has an unknown name: " + e.getMessage()), e);
        }
    }

    private static GuardRecord read(ByteBuffer in) {
        byte kind = in.get();
        return switch (kind) {
            case 1 -> new GuardRecord.Incarnation(in.getLong());
            case 2 -> new GuardRecord.Term(epoch(in), uuid(in), in.getLong());
            case 3 ->
                new GuardRecord.Begin(
                        key(in), in.getLong(), new GuestId(uuid(in)), in.getLong(), in.get() != 0, text(in));
            case 4 -> new GuardRecord.End(key(in), result(in));
            case 5 -> new GuardRecord.Held(new GuestId(uuid(in)), in.getLong());
            case 6 -> new GuardRecord.Buried(new GuestId(uuid(in)), in.getLong());
            case 7 -> new GuardRecord.Forgotten(new OperationId(uuid(in)), Optional.empty());
            case 8 -> new GuardRecord.DatabaseForgotten();
            case 9 -> new GuardRecord.BootSettled(BootRound.ALONE, text(in));
            case 10 -> new GuardRecord.KeptOff(new GuestId(uuid(in)), in.get() != 0);
            case 11 -> new GuardRecord.BootSettled(BootRound.OWN, text(in));
            case 12, 15 ->
                new GuardRecord.Begin(
                        key(in),
                        in.getLong(),
                        epoch(in),
                        kind == 12 ? 0 : in.getLong(),
                        new GuestId(uuid(in)),
                        in.getLong(),
                        in.get() != 0,
                        text(in),
                        text(in));
            case 13 -> new GuardRecord.NewestPlace(place(in));
            case 14 -> new GuardRecord.Forgotten(new OperationId(uuid(in)), Optional.of(place(in)));
            default -> throw malformed("is of the unknown kind " + kind);
        };
    }

    private static void putResult(ByteBuffer out, CommandResult result) {
        switch (result) {
            case Done r -> out.put((byte) 1);
            case Failed r -> {
                putText(out.put((byte) 2), r.code().name());
                putText(out, r.message());
            }
            case NotAdmitted r -> {
                putText(out.put((byte) 3), r.refusal().name());
                putText(out, r.detail());
            }
            case CommandResult.GivenUp r -> {
                putReasons(out.put((byte) 4), r.reasons());
                putText(out, r.detail());
            }
            case CommandResult.Arrived r -> {
                out.put((byte) 5).put((byte) (r.figures().isPresent() ? 1 : 0));
                r.figures()
                        .ifPresent(figures -> out.putLong(figures.downtimeMs())
                                .putLong(figures.totalMs())
                                .putLong(figures.sentBytes()));
            }
            case CommandResult.GuestInspected r -> throw notStorable(r);
            case CommandResult.GuestDescribed r -> throw notStorable(r);
            case CommandResult.ArrivalChecked r -> throw notStorable(r);
            case CommandResult.ProofRead r -> throw notStorable(r);
            case CommandResult.GuestsSurveyed r -> throw notStorable(r);
        }
    }

    private static CommandResult result(ByteBuffer in) {
        byte kind = in.get();
        return switch (kind) {
            case 1 -> new Done();
            case 2 -> new Failed(ErrorCode.valueOf(text(in)), text(in));
            case 3 -> new NotAdmitted(Refusal.valueOf(text(in)), text(in));
            case 4 -> new CommandResult.GivenUp(reasons(in), text(in));
            case 5 ->
                new CommandResult.Arrived(
                        in.get() == 0
                                ? Optional.empty()
                                : Optional.of(new MigrationFigures(in.getLong(), in.getLong(), in.getLong())));
            default -> throw malformed("has a result of the unknown kind " + kind);
        };
    }

    private static void putReasons(ByteBuffer out, List<Reason> reasons) {
        out.putInt(reasons.size());
        for (Reason reason : reasons) {
            putText(out, reason.code().name());
            out.putInt(reason.names().size());
            reason.names().forEach((name, value) -> {
                putText(out, name);
                putText(out, value);
            });
            out.putInt(reason.numbers().size());
            reason.numbers().forEach((name, value) -> {
                putText(out, name);
                out.putLong(value);
            });
        }
    }

    private static List<Reason> reasons(ByteBuffer in) {
        List<Reason> reasons = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            Reason reason = Reason.of(ReasonCode.valueOf(text(in)));
            for (int names = in.getInt(); names > 0; names--) {
                reason = reason.with(text(in), text(in));
            }
            for (int numbers = in.getInt(); numbers > 0; numbers--) {
                reason = reason.with(text(in), in.getLong());
            }
            reasons.add(reason);
        }
        return reasons;
    }

    private static void putKey(ByteBuffer out, StepKey key) {
        putUuid(out, key.operation().value());
        out.putInt(key.step());
    }

    private static StepKey key(ByteBuffer in) {
        return new StepKey(new OperationId(uuid(in)), in.getInt());
    }

    private static void putEpoch(ByteBuffer out, Epoch epoch) {
        putUuid(out.putLong(epoch.number()), epoch.incarnation());
    }

    private static Epoch epoch(ByteBuffer in) {
        return new Epoch(in.getLong(), uuid(in));
    }

    private static void putPlace(ByteBuffer out, JournalPlace place) {
        putEpoch(out, place.epoch());
        out.putLong(place.journalSequence());
    }

    private static JournalPlace place(ByteBuffer in) {
        return new JournalPlace(epoch(in), in.getLong());
    }

    private static void putPlacement(ByteBuffer out, GuestId guest, long placement) {
        putUuid(out, guest.value());
        out.putLong(placement);
    }

    private static void putUuid(ByteBuffer out, UUID uuid) {
        out.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static void putText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length).put(bytes);
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw malformed("has a text of " + length + " bytes where " + in.remaining() + " are left");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException notStorable(CommandResult result) {
        return new IllegalArgumentException(
                "a change cannot end with " + result.getClass().getSimpleName());
    }

    private static KvmherdException malformed(String what) {
        return new KvmherdException(ErrorCode.MALFORMED, message(what));
    }

    private static String message(String what) {
        return "a record of the guard's log " + what
                + ". It was damaged or written by a newer agent; install that agent again, or move the log away, which"
                + " makes the controller treat this host as new";
    }
}
