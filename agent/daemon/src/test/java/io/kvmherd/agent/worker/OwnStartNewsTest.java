package io.kvmherd.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.adoption.OwnStarts.Attempt;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class OwnStartNewsTest {
    private final OwnStartNews news = new OwnStartNews();
    private final Attempt waits = attempt(Optional.of("no storage"), true);

    @Test
    void tellsOnceOfWhatIsTriedAgainInWhicheverTryItFirstFailed() {
        assertThat(news.of(List.of())).isEmpty();
        assertThat(news.of(List.of(waits))).containsExactly(waits);
        assertThat(news.of(List.of(waits))).isEmpty();
    }

    @Test
    void tellsHowItEndedAndGivesNobodyUpThen() {
        Attempt started = attempt(Optional.empty(), false);
        news.of(List.of(waits));

        assertThat(news.of(List.of(started))).containsExactly(started);
        assertThat(news.givenUp()).isEmpty();
    }

    @Test
    void saysHowToStartWhatIsGivenUp() {
        news.of(List.of(waits));

        assertThat(news.givenUp())
                .singleElement()
                .asString()
                .contains("no storage", "is not tried any more; start it with virsh start herd");
    }

    @Test
    void givesNobodyUpWhomSomebodyElseStarted() {
        news.of(List.of(waits));
        news.of(List.of());

        assertThat(news.givenUp()).isEmpty();
    }

    private static Attempt attempt(Optional<String> failure, boolean again) {
        ObservedGuest guest = new ObservedGuest(
                new GuestId(new UUID(1, 1)),
                "herd",
                Optional.of(PlacementGeneration.FIRST),
                GuestState.SHUT_OFF,
                GuestJob.NONE,
                1,
                256,
                0,
                0);
        return new Attempt(guest, failure, again);
    }
}
