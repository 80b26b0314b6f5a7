package io.kvmherd.controller.app.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.controller.app.state.Lineage.Term;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LineageTest {
    private static final Epoch FIRST = new Epoch(1, new UUID(0, 1));
    private static final Epoch SECOND = new Epoch(2, new UUID(0, 2));

    /** The second term was taken at journal 100. */
    private final Lineage lineage = new Lineage(List.of(new Term(FIRST, 0), new Term(SECOND, 100)));

    @Test
    void hasWhatWasWrittenInATermUntilTheNextBegan() {
        assertThat(lineage.has(new JournalPlace(FIRST, 1), 150)).isTrue();
        assertThat(lineage.has(new JournalPlace(FIRST, 100), 150)).isTrue();
    }

    /** A backup was taken in the first term at 100, and the original went on in that term. */
    @Test
    void hasNotWhatAnotherCopyWroteInACommonTermAfterThat() {
        assertThat(lineage.has(new JournalPlace(FIRST, 101), 150)).isFalse();
    }

    @Test
    void hasTheTermThatGoesOnAsFarAsItHasCome() {
        assertThat(lineage.has(new JournalPlace(SECOND, 150), 150)).isTrue();
        assertThat(lineage.has(new JournalPlace(SECOND, 151), 150)).isFalse();
    }

    @Test
    void hasNoTermOfAnotherIncarnationOrNumber() {
        assertThat(lineage.has(new JournalPlace(new Epoch(2, new UUID(0, 9)), 1), 150))
                .isFalse();
        assertThat(lineage.has(new JournalPlace(new Epoch(3, new UUID(0, 3)), 1), 150))
                .isFalse();
        assertThat(new Lineage(List.of()).has(new JournalPlace(FIRST, 0), 0)).isFalse();
    }
}
