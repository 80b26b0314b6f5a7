package io.kvmherd.agent.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.protocol.CommandResult.GuestDescribed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What two hypervisors do with a guest that goes from one to the other. The guest's disks, if it has any, lie in pools
 * that both share.
 */
public abstract class MigrationContract {

    private static final PlacementGeneration PLACEMENT = new PlacementGeneration(1);
    private static final GuestId GUEST = new GuestId(new UUID(0x0193_e2b4_5c6d_7000L, 0x8000_0000_0000_0077L));

    protected abstract Hypervisor source();

    protected abstract Hypervisor destination();

    /** A guest that takes at least two seconds to move. */
    protected abstract GuestSpec spec(String machineType);

    /** How the guest leaves the source for the destination. */
    protected abstract Departure departure(GuestId guest);

    /** The same with a destination that nobody listens at. */
    protected abstract Departure departureToNowhere(GuestId guest);

    @AfterEach
    final void removesItsGuests() {
        for (Hypervisor hypervisor : List.of(source(), destination())) {
            if (hypervisor.inspect(GUEST).isPresent()) {
                hypervisor.destroy(GUEST);
                hypervisor.undefine(GUEST);
            }
        }
    }

    @Test
    final void aGuestRunsThereAndIsGoneHere() {
        run();

        source().migrate(departure(GUEST), statistics -> {});

        ObservedGuest arrived = destination().inspect(GUEST).orElseThrow();
        assertThat(arrived.state()).isEqualTo(GuestState.RUNNING);
        assertThat(arrived.job()).isEqualTo(GuestJob.NONE);
        assertThat(source().inspect(GUEST)).isEmpty();
    }

    @Test
    final void aGuestIsDefinedThereWithItsMetadata() {
        run();

        source().migrate(departure(GUEST), statistics -> {});
        destination().destroy(GUEST);

        ObservedGuest arrived = destination().inspect(GUEST).orElseThrow();
        assertThat(arrived.state().isActive()).isFalse();
        assertThat(arrived.placement()).contains(PLACEMENT);
    }

    @Test
    final void aMigrationTellsHowItGoesOn() {
        run();
        List<MigrationStatistics> told = Collections.synchronizedList(new ArrayList<>());

        source().migrate(departure(GUEST), told::add);

        assertThat(told).isNotEmpty();
        assertThat(told).isSortedAccordingTo((a, b) -> Long.compare(a.elapsedMs(), b.elapsedMs()));
        assertThat(told.getLast().totalBytes()).isPositive();
    }

    @Test
    final void aMigrationThatIsAbortedLeavesTheGuestRunningHere() {
        run();

        assertThatThrownBy(() -> source().migrate(departure(GUEST), statistics -> source().abortMigration(GUEST)))
                .isInstanceOf(KvmherdException.class);

        assertStayed();
    }

    @Test
    final void aMigrationToNowhereLeavesTheGuestRunningHere() {
        run();

        assertThatThrownBy(() -> source().migrate(departureToNowhere(GUEST), statistics -> {}))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HYPERVISOR_FAILED));

        assertStayed();
    }

    @Test
    final void theDefinitionOfAGuestThatIsOffGoesThereWithItsMetadata() {
        source().define(new GuestDefinition(GUEST, spec(""), PLACEMENT));

        source().relocate(GUEST, departure(GUEST).destinationUri());

        ObservedGuest arrived = destination().inspect(GUEST).orElseThrow();
        assertThat(arrived.state().isActive()).isFalse();
        assertThat(arrived.placement()).contains(PLACEMENT);
        assertThat(source().inspect(GUEST)).isEmpty();
    }

    @Test
    final void theDefinitionOfAGuestThatRunsOrOfOneThatGoesNowhereStays() {
        source().define(new GuestDefinition(GUEST, spec(""), PLACEMENT));

        assertThatThrownBy(
                        () -> source().relocate(GUEST, departureToNowhere(GUEST).destinationUri()))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HYPERVISOR_FAILED));
        source().start(GUEST);
        assertThatThrownBy(() -> source().relocate(GUEST, departure(GUEST).destinationUri()))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));

        assertStayed();
    }

    @Test
    final void aGuestThatIsOffDoesNotMove() {
        source().define(new GuestDefinition(GUEST, spec(""), PLACEMENT));

        assertThatThrownBy(() -> source().migrate(departure(GUEST), statistics -> {}))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    final void aGuestThatIsNotThereDoesNotMove() {
        assertThatThrownBy(() -> source().migrate(departure(GUEST), statistics -> {}))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    final void nothingStandsInTheWayOfAGuestThatFits() {
        run();

        assertThat(destination().checkArrival(arrival(0))).isEmpty();
    }

    @Test
    final void anOlderQemuStandsInTheWay() {
        run();

        List<Reason> reasons = destination().checkArrival(arrival(1_000_000_000));

        assertThat(reasons).extracting(Reason::code).contains(ReasonCode.QEMU_OLDER);
    }

    @Test
    final void aGuestGoesThereTwice() {
        run();
        source().migrate(departure(GUEST), statistics -> {});
        destination().destroy(GUEST);
        destination().undefine(GUEST);

        run();
        source().migrate(departure(GUEST), statistics -> {});

        assertThat(destination().inspect(GUEST).orElseThrow().state()).isEqualTo(GuestState.RUNNING);
    }

    private void run() {
        source().define(new GuestDefinition(GUEST, spec(""), PLACEMENT));
        source().start(GUEST);
    }

    private Arrival arrival(long newerBy) {
        GuestDescribed described = source().describe(GUEST);
        return new Arrival(
                GUEST,
                spec(described.machineType()),
                described.domainXml(),
                described.qemuVersion() + newerBy,
                List.of());
    }

    private void assertStayed() {
        ObservedGuest stayed = source().inspect(GUEST).orElseThrow();
        assertThat(stayed.state()).isEqualTo(GuestState.RUNNING);
        assertThat(stayed.job()).isEqualTo(GuestJob.NONE);
        assertThat(destination().inspect(GUEST)).isEmpty();
    }
}
