package io.kvmherd.agent.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.libvirt.event.DomainEvent;
import org.libvirt.event.DomainEventType;
import org.libvirt.event.SuspendedDetail;

final class RestoredPausedTest {
    private static final GuestId GUEST = new GuestId(new UUID(0, 1));

    private final RestoredPaused restored = new RestoredPaused();

    @Test
    void callsAGuestThatCameBackPausedPaused() {
        hears(DomainEventType.STARTED, 2);
        hears(DomainEventType.SUSPENDED, SuspendedDetail.RESTORED.ordinal());
        hears(DomainEventType.DEFINED, 1);

        assertThat(stateOf(GuestState.PAUSED_FOR_MIGRATION, GuestJob.NONE)).isEqualTo(GuestState.PAUSED);
    }

    @Test
    void believesLibvirtOfAGuestOfWhichItHeardNothing() {
        assertThat(stateOf(GuestState.PAUSED_FOR_MIGRATION, GuestJob.NONE)).isEqualTo(GuestState.PAUSED_FOR_MIGRATION);
    }

    @Test
    void believesLibvirtOfAGuestThatIsBeingMoved() {
        hears(DomainEventType.SUSPENDED, SuspendedDetail.RESTORED.ordinal());

        assertThat(stateOf(GuestState.PAUSED_FOR_MIGRATION, GuestJob.MIGRATION_OUT))
                .isEqualTo(GuestState.PAUSED_FOR_MIGRATION);
        assertThat(stateOf(GuestState.RUNNING, GuestJob.NONE)).isEqualTo(GuestState.RUNNING);
    }

    /** 1 is what libvirt says of a source that a migration has stopped. */
    @ParameterizedTest
    @CsvSource({"SUSPENDED, 1", "RESUMED, 0", "STOPPED, 1", "STARTED, 0", "CRASHED, 0"})
    void believesLibvirtOnceSomethingElseHappened(DomainEventType type, int detail) {
        hears(DomainEventType.SUSPENDED, SuspendedDetail.RESTORED.ordinal());

        hears(type, detail);

        assertThat(stateOf(GuestState.PAUSED_FOR_MIGRATION, GuestJob.NONE)).isEqualTo(GuestState.PAUSED_FOR_MIGRATION);
    }

    @Test
    void believesLibvirtAfterEventsMayHaveBeenMissed() {
        hears(DomainEventType.SUSPENDED, SuspendedDetail.RESTORED.ordinal());

        restored.forgetAll();

        assertThat(stateOf(GuestState.PAUSED_FOR_MIGRATION, GuestJob.NONE)).isEqualTo(GuestState.PAUSED_FOR_MIGRATION);
    }

    private void hears(DomainEventType type, int detail) {
        restored.heard(GUEST, new DomainEvent(type, detail));
    }

    private GuestState stateOf(GuestState state, GuestJob job) {
        return restored.named(new ObservedGuest(GUEST, "web", Optional.empty(), state, job, 1, 128, 100, 5))
                .state();
    }
}
