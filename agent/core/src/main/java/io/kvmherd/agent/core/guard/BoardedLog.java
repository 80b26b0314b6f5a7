package io.kvmherd.agent.core.guard;

import io.kvmherd.agent.core.port.GuardLog;
import io.kvmherd.agent.core.port.PlacementBoard;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.protocol.CommandResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A guard's log that also writes on the board what keeps a guest from running here. The board is written after the log and
 * before the guard answers, so it never says less than the guard has promised; after a crash in between, reading the log
 * writes it again.
 *
 * <p>A generation is leaving from the begin of a migration until it is buried, granted anew, or until the migration is
 * known to have failed or its operation has ended without a burial. An interrupted one stays leaving: nobody knows.
 */
public final class BoardedLog implements GuardLog {
    private static final List<String> LEAVES = List.of("MigrateGuest", "RelocateGuest");
    private static final String RESUMES = "ResumeGuest";

    private final GuardLog log;
    private final PlacementBoard board;
    private final Map<GuestId, Long> buried = new LinkedHashMap<>();
    private final Map<GuestId, Departure> leaving = new LinkedHashMap<>();

    private record Departure(StepKey step, long placement) {}

    public BoardedLog(GuardLog log, PlacementBoard board) {
        this.log = log;
        this.board = board;
    }

    @Override
    public List<byte[]> read() {
        List<byte[]> records = log.read();
        List<GuestId> named = new ArrayList<>();
        for (byte[] record : records) {
            apply(GuardRecordFormat.decode(record))
                    .filter(guest -> !named.contains(guest))
                    .ifPresent(named::add);
        }
        named.forEach(this::show);
        return records;
    }

    @Override
    public void append(byte[] record) {
        log.append(record);
        apply(GuardRecordFormat.decode(record)).ifPresent(this::show);
    }

    @Override
    public void rewrite(List<byte[]> records) {
        log.rewrite(records);
    }

    /** @return the guest about which something else is true now */
    private Optional<GuestId> apply(GuardRecord record) {
        return switch (record) {
            case GuardRecord.Buried r -> {
                buried.merge(r.guest(), r.placement(), Math::max);
                leaving.computeIfPresent(r.guest(), (guest, away) -> away.placement() <= r.placement() ? null : away);
                yield Optional.of(r.guest());
            }
            case GuardRecord.Begin r -> begun(r);
            case GuardRecord.End r -> ended(r);
            case GuardRecord.Incarnation r -> Optional.empty();
            case GuardRecord.Term r -> Optional.empty();
            case GuardRecord.Held r -> Optional.empty();
            case GuardRecord.Forgotten r ->
                removed(departure -> departure.step().operation().equals(r.operation()));
            case GuardRecord.DatabaseForgotten r -> Optional.empty();
            case GuardRecord.BootSettled r -> Optional.empty();
            case GuardRecord.KeptOff r -> Optional.empty();
            case GuardRecord.NewestPlace r -> Optional.empty();
        };
    }

    private Optional<GuestId> begun(GuardRecord.Begin begin) {
        if (LEAVES.contains(begin.action())) {
            leaving.put(begin.guest(), new Departure(begin.key(), begin.placement()));
            return Optional.of(begin.guest());
        }
        boolean belongsHereAgain =
                begin.hasGuest() && (begin.grants() || begin.action().equals(RESUMES));
        return belongsHereAgain && leaving.remove(begin.guest()) != null
                ? Optional.of(begin.guest())
                : Optional.empty();
    }

    /** A departure that failed may have failed after the guest had gone: only the end of its operation tells. */
    private Optional<GuestId> ended(GuardRecord.End end) {
        boolean neverLeft = end.result() instanceof CommandResult.NotAdmitted;
        return neverLeft ? removed(departure -> departure.step().equals(end.key())) : Optional.empty();
    }

    /** An operation is about one guest, so at most one departure goes. */
    private Optional<GuestId> removed(Predicate<Departure> which) {
        Optional<GuestId> guest = leaving.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        guest.ifPresent(leaving::remove);
        return guest;
    }

    private void show(GuestId guest) {
        List<String> lines = new ArrayList<>();
        Optional.ofNullable(buried.get(guest)).ifPresent(placement -> lines.add("buried " + placement));
        Optional.ofNullable(leaving.get(guest)).ifPresent(away -> lines.add("leaving " + away.placement()));
        board.write(guest, lines);
    }
}
