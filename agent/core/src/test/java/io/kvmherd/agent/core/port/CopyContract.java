package io.kvmherd.agent.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OperationId;
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
 * What two hypervisors do with a disk that only one of them has. They must lie where the test's own process sees both
 * hosts' files, so real hosts are asked the same in the lab's suite.
 */
public abstract class CopyContract {

    private static final PlacementGeneration PLACEMENT = new PlacementGeneration(1);
    private static final GuestId GUEST = new GuestId(new UUID(0x0193_e2b4_5c6d_7000L, 0x8000_0000_0000_0078L));
    private static final OperationId OPERATION =
            new OperationId(new UUID(0x0193_e2b4_5c6d_7000L, 0x8000_0000_0000_00a1L));
    private static final OperationId OTHER_OPERATION =
            new OperationId(new UUID(0x0193_e2b4_5c6d_7000L, 0x8000_0000_0000_00a2L));

    protected abstract Hypervisor source();

    protected abstract Hypervisor destination();

    /** A guest with one disk, vda, in a pool that each host has for itself. */
    protected abstract GuestSpec specWithLocalDisk();

    /** How that guest leaves when these disks are copied along. */
    protected abstract Departure departureWithCopies(GuestId guest, List<String> disks);

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
    final void aDiskThatIsNotSharedIsCopiedIntoTheFileThatWasMadeForIt() {
        List<GuestDisk> disks = runWithLocalDisk();
        destination().copies().make(OPERATION, disks);
        List<MigrationStatistics> told = Collections.synchronizedList(new ArrayList<>());

        source().migrate(departureWithCopies(GUEST, List.of("vda")), told::add);
        destination().copies().keep(OPERATION, disks);
        destination().copies().discard(OPERATION, disks);

        assertThat(destination().inspect(GUEST).orElseThrow().state()).isEqualTo(GuestState.RUNNING);
        assertThat(destination().disks(GUEST).disks())
                .extracting(GuestDisk::path)
                .containsExactly(disks.getFirst().path());
        assertThat(told)
                .anySatisfy(sample -> assertThat(sample.diskTotalBytes()).isPositive());
    }

    @Test
    final void aDiskThatIsNotSharedGoesNowhereUnlessItIsNamed() {
        List<GuestDisk> disks = runWithLocalDisk();
        destination().copies().make(OPERATION, disks);

        assertThatThrownBy(() -> source().migrate(departureWithCopies(GUEST, List.of()), statistics -> {}))
                .isInstanceOf(KvmherdException.class);

        destination().copies().discard(OPERATION, disks);
        assertStayed();
    }

    @Test
    final void aCopyIsMadeOnceAndDiscardedByWhoMadeIt() {
        List<GuestDisk> disks = runWithLocalDisk();
        assertThat(destination().checkArrival(arrivalOf(disks))).isEmpty();

        destination().copies().make(OPERATION, disks);
        destination().copies().make(OPERATION, disks);
        destination().copies().discard(OTHER_OPERATION, disks);

        assertThatThrownBy(() -> destination().copies().make(OTHER_OPERATION, disks))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(destination().checkArrival(arrivalOf(disks)))
                .extracting(Reason::code)
                .containsExactly(ReasonCode.VOLUME_EXISTS_THERE);
        destination().copies().discard(OPERATION, disks);
        assertThat(destination().checkArrival(arrivalOf(disks))).isEmpty();
    }

    @Test
    final void whatWasKeptIsNobodysToDiscard() {
        List<GuestDisk> disks = runWithLocalDisk();
        destination().copies().make(OPERATION, disks);

        destination().copies().keep(OPERATION, disks);
        destination().copies().discard(OPERATION, disks);

        assertThat(destination().checkArrival(arrivalOf(disks)))
                .extracting(Reason::code)
                .containsExactly(ReasonCode.VOLUME_EXISTS_THERE);
    }

    private List<GuestDisk> runWithLocalDisk() {
        source().define(new GuestDefinition(GUEST, specWithLocalDisk(), PLACEMENT));
        source().start(GUEST);
        List<GuestDisk> disks = source().disks(GUEST).disks();
        assertThat(disks).extracting(GuestDisk::disk).containsExactly("vda");
        return disks;
    }

    private Arrival arrivalOf(List<GuestDisk> disks) {
        GuestDescribed described = source().describe(GUEST);
        return new Arrival(
                GUEST,
                specWithLocalDisk().withMachineType(described.machineType()),
                described.domainXml(),
                described.qemuVersion(),
                disks);
    }

    private void assertStayed() {
        ObservedGuest stayed = source().inspect(GUEST).orElseThrow();
        assertThat(stayed.state()).isEqualTo(GuestState.RUNNING);
        assertThat(stayed.job()).isEqualTo(GuestJob.NONE);
        assertThat(destination().inspect(GUEST)).isEmpty();
    }
}
