package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.RandomClusters;
import io.kvmherd.controller.engine.testing.Seeds;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.Reservation.Purpose;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static Capacity of(Clusters clusters) {
        ClusterView view = clusters.view();
        return Capacity.of(view, view.host(hostId("h1")).orElseThrow());
    }

    @Test
    void leavesReserveAndHugePagesOut() {
        Capacity capacity =
                of(Clusters.of(1).host("h1", host -> host.usableMib(10_000).hugepagesMib(4_000)));

        assertThat(capacity.usableMib()).isEqualTo(6_000);
        assertThat(capacity.now().margin()).isEqualTo(300);
    }

    @Test
    void countsGuestsThatRunOrShallRun() {
        Capacity capacity = of(Clusters.of(1)
                .guest("runs", "h1", guest -> guest.committedMib(1_000))
                .guest("crashed", "h1", guest -> guest.committedMib(500).state(GuestState.CRASHED))
                .guest("stopping", "h1", guest -> guest.committedMib(300).wish(Wish.STOPPED))
                .guest("off", "h1", guest -> guest.committedMib(9_000).off()));

        assertThat(capacity.committed().have()).isEqualTo(1_800);
        assertThat(capacity.vcpus().have()).isEqualTo(6);
        assertThat(capacity.now().pending()).isEqualTo(500);
    }

    @Test
    void countsAGuestOnTheMoveOnBothEnds() {
        ClusterView view = Clusters.of(2)
                .guest("web", "h1", guest -> guest.committedMib(1_000))
                .reservation("web", "h1", Purpose.LEAVING)
                .reservation("web", "h2", Purpose.ARRIVING)
                .view();

        List<Capacity> capacities = Capacity.ofAll(view);

        assertThat(capacities)
                .extracting(capacity -> capacity.committed().have())
                .containsExactly(1_000L, 1_000L);
        assertThat(capacities)
                .extracting(capacity -> capacity.committed().leaving())
                .containsExactly(1_000L, 0L);
    }

    @Test
    void countsNobodyTwiceWhenTheArrivalHasBecomeTheOwner() {
        Capacity capacity = of(Clusters.of(2)
                .guest("web", "h1", guest -> guest.committedMib(1_000))
                .reservation("web", "h1", Purpose.ARRIVING));

        assertThat(capacity.committed().have()).isEqualTo(1_000);
        assertThat(capacity.now().pending()).isZero();
    }

    @Test
    void countsTheOldOwnerUntilTheMoveHasEnded() {
        Capacity capacity = of(Clusters.of(2)
                .guest("web", "h2", guest -> guest.committedMib(1_000))
                .reservation("web", "h1", Purpose.LEAVING));

        assertThat(capacity.committed().have()).isEqualTo(1_000);
    }

    @Test
    void countsGuestsThatAreNotOursWhileTheyRun() {
        Capacity capacity = of(Clusters.of(1)
                .host(
                        "h1",
                        host -> host.unmanaged("theirs", 2, 1_024).unmanaged("idle", GuestState.SHUT_OFF, 2, 1_024)));

        assertThat(capacity.committed().have()).isEqualTo(1_024 + 64 + 2 + 16);
        assertThat(capacity.guaranteed().have()).isEqualTo(1_024 + 64 + 2 + 16);
    }

    @Test
    void isNothingForAHostThatWasNeverHeardOf() {
        Capacity capacity = of(Clusters.of(1).host("h1", host -> host.neverHeardOf()));

        assertThat(capacity.usableMib()).isZero();
        assertThat(capacity.vcpus().limit()).isZero();
    }

    @Test
    void isTheSameOneByOneAndAllAtOnce() {
        Seeds.check(100, seed -> {
            ClusterView view = RandomClusters.of(seed);

            List<Capacity> oneByOne = view.hosts().values().stream()
                    .map(host -> Capacity.of(view, host))
                    .toList();

            assertThat(Capacity.ofAll(view)).isEqualTo(oneByOne);
        });
    }

    @Test
    void aTrialMoveThatIsUndoneLeavesNoTrace() {
        Seeds.check(100, seed -> {
            ClusterView view = RandomClusters.of(seed);
            Ledger ledger = Ledger.of(view);

            for (GuestView guest : view.guests().values()) {
                for (HostView host : view.hosts().values()) {
                    if (guest.weighs() && !ledger.weighs(guest.id(), host.id())) {
                        Weight left = ledger.remove(guest.host().orElseThrow(), guest.id());
                        ledger.add(host.id(), Weight.arriving(guest, view.storage()));
                        ledger.remove(host.id(), guest.id());
                        ledger.add(guest.host().orElseThrow(), left);
                    }
                }
            }

            assertThat(view.hosts().keySet().stream().map(ledger::capacity).toList())
                    .isEqualTo(Capacity.ofAll(view));
        });
    }
}
