package io.kvmherd.agent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.CommandResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BoardedLogTest {
    private static final GuestId GUEST = GuestId.of("01939d3c-0000-7000-8000-00000000000a");
    private static final OperationId OPERATION = OperationId.of("01939d3c-0000-7000-8000-00000000000b");
    private static final StepKey STEP = new StepKey(OPERATION, 1);

    private final SimulatedGuardLog disk = new SimulatedGuardLog();
    private final Map<GuestId, List<String>> board = new LinkedHashMap<>();
    private final BoardedLog log = new BoardedLog(disk, board::put);

    @Test
    void showsWhatWasBuried() {
        append(new GuardRecord.Buried(GUEST, 3));

        assertThat(board).containsEntry(GUEST, List.of("buried 3"));
    }

    @Test
    void showsWhatIsLeavingUntilItIsBuried() {
        append(departure());
        List<String> during = board.get(GUEST);

        append(new GuardRecord.End(STEP, new CommandResult.Done()));
        List<String> arrived = board.get(GUEST);
        append(new GuardRecord.Buried(GUEST, 4));

        assertThat(during).containsExactly("leaving 4");
        assertThat(arrived).containsExactly("leaving 4");
        assertThat(board).containsEntry(GUEST, List.of("buried 4"));
    }

    @Test
    void keepsADepartureThatFailedUntilItsOperationHasEnded() {
        append(departure());

        append(new GuardRecord.End(STEP, new CommandResult.Failed(ErrorCode.HYPERVISOR_FAILED, "the link broke")));
        List<String> unclear = board.get(GUEST);
        append(new GuardRecord.Forgotten(OPERATION, Optional.empty()));

        assertThat(unclear).containsExactly("leaving 4");
        assertThat(board).containsEntry(GUEST, List.of());
    }

    @Test
    void keepsADepartureOfWhichNobodyKnowsTheEnd() {
        append(departure());

        append(new GuardRecord.End(STEP, new CommandResult.Failed(ErrorCode.UNREACHABLE, "interrupted")));

        assertThat(board).containsEntry(GUEST, List.of("leaving 4"));
    }

    @Test
    void takesADepartureBackWhenItsOperationEndedWithoutABurial() {
        append(departure());

        append(new GuardRecord.Forgotten(OPERATION, Optional.empty()));

        assertThat(board).containsEntry(GUEST, List.of());
    }

    @Test
    void takesADepartureBackWhenTheGuestIsGrantedAnew() {
        append(departure());

        append(new GuardRecord.Begin(new StepKey(OPERATION, 2), 1, GUEST, 5, true, "StartGuest"));

        assertThat(board).containsEntry(GUEST, List.of());
    }

    @Test
    void writesEverythingAgainWhenTheLogIsRead() {
        append(new GuardRecord.Buried(GUEST, 3));
        append(departure());
        board.clear();

        new BoardedLog(disk, board::put).read();

        assertThat(board).containsEntry(GUEST, List.of("buried 3", "leaving 4"));
    }

    private void append(GuardRecord record) {
        log.append(GuardRecordFormat.encode(record));
    }

    private static GuardRecord departure() {
        return new GuardRecord.Begin(STEP, 1, GUEST, 4, false, "MigrateGuest");
    }
}
