package io.kvmherd.controller.engine.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.Reachability;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class HostMachinesTest {

    @Nested
    final class Duty {
        @Test
        void changesInEveryCellAsWrittenDown() {
            assertThat(HostTables.duty()).isEqualTo("""
                            | duty | CORDON | UNCORDON | EVACUATE | EMPTIED | EMPTIED_BUT_FOR_STAYERS | STUCK | ABANDONED |
                            | --- | --- | --- | --- | --- | --- | --- | --- |
                            | ACTIVE | CORDONED | ACTIVE | EVACUATING | refused | refused | refused | refused |
                            | CORDONED | CORDONED | ACTIVE | EVACUATING | refused | refused | refused | refused |
                            | EVACUATING | refused | refused | refused | EVACUATED | CORDONED | BLOCKED | CORDONED |
                            | EVACUATED | CORDONED | ACTIVE | EVACUATING | refused | refused | refused | refused |
                            | BLOCKED | CORDONED | ACTIVE | EVACUATING | refused | refused | refused | refused |
                            """);
        }

        @Test
        void leavesAHostThatIsBeingEmptiedToItsOperation() {
            assertThat(DutyMachine.next(HostDuty.EVACUATING, DutyEvent.UNCORDON))
                    .isEmpty();
            assertThat(DutyMachine.next(HostDuty.EVACUATING, DutyEvent.CORDON)).isEmpty();
        }
    }

    @Nested
    final class Reachable {
        @Test
        void changesInEveryCellAsWrittenDown() {
            assertThat(HostTables.reachability()).isEqualTo("""
                            | reachability | LINK_AND_REPORTS | LINK_ONLY | REPORTS_ONLY | SILENT | LOST |
                            | --- | --- | --- | --- | --- | --- |
                            | UNSEEN | UP | SUSPECT | SUSPECT | UNSEEN | UNREACHABLE |
                            | UP | UP | SUSPECT | SUSPECT | SUSPECT | UNREACHABLE |
                            | SUSPECT | UP | SUSPECT | SUSPECT | SUSPECT | UNREACHABLE |
                            | UNREACHABLE | UP | SUSPECT | SUSPECT | UNREACHABLE | UNREACHABLE |
                            """);
        }

        @Test
        void callsNoHostLostThatIsHeardOnEitherChannel() {
            for (Reachability before : Reachability.values()) {
                for (Sighting sighting : new Sighting[] {Sighting.LINK_ONLY, Sighting.REPORTS_ONLY}) {
                    assertThat(ReachabilityMachine.next(before, sighting)).isEqualTo(Reachability.SUSPECT);
                }
            }
        }
    }

    @Nested
    final class Seeing {
        private static final long FRESH = 15_000;
        private static final long LOST = 30_000;

        @Test
        void takesAReportAsFreshUpToTheLimitAndNotBeyond() {
            assertThat(Sighting.of(true, FRESH, 0, FRESH, LOST)).isEqualTo(Sighting.LINK_AND_REPORTS);
            assertThat(Sighting.of(true, FRESH + 1, 0, FRESH, LOST)).isEqualTo(Sighting.LINK_ONLY);
            assertThat(Sighting.of(false, FRESH, 0, FRESH, LOST)).isEqualTo(Sighting.REPORTS_ONLY);
        }

        @Test
        void takesSilenceAsLostFromTheLimitOn() {
            assertThat(Sighting.of(false, FRESH + 1, LOST - 1, FRESH, LOST)).isEqualTo(Sighting.SILENT);
            assertThat(Sighting.of(false, FRESH + 1, LOST, FRESH, LOST)).isEqualTo(Sighting.LOST);
            assertThat(Sighting.of(false, Long.MAX_VALUE, LOST, FRESH, LOST)).isEqualTo(Sighting.LOST);
        }
    }
}
