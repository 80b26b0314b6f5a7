package io.kvmherd.controller.engine.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.Limits;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TextDifferenceTest {
    @Test
    void isEmptyForEqualTexts() {
        assertThat(TextDifference.between("a\nb\n", "a\nb\n")).isEmpty();
    }

    @Test
    void showsAChangeBetweenThreeLinesOnEachSide() {
        List<String> lines =
                TextDifference.between(numbered(1, 20), numbered(1, 20).replace("\n10\n", "\nten\n"));

        assertThat(lines).containsExactly("@@ -7,7 +7,7 @@", " 7", " 8", " 9", "-10", "+ten", " 11", " 12", " 13");
    }

    @Test
    void showsChangesFarFromEachOtherInPartsOfTheirOwn() {
        String after = numbered(1, 40).replace("\n5\n", "\n").replace("\n35\n", "\n35\nnew\n");

        List<String> lines = TextDifference.between(numbered(1, 40), after);

        assertThat(lines)
                .containsExactly(
                        "@@ -2,7 +2,6 @@",
                        " 2",
                        " 3",
                        " 4",
                        "-5",
                        " 6",
                        " 7",
                        " 8",
                        "@@ -33,6 +32,7 @@",
                        " 33",
                        " 34",
                        " 35",
                        "+new",
                        " 36",
                        " 37",
                        " 38");
    }

    @Test
    void showsNoMoreThanTheLimitAndNeedsNoTableForTextsThatShareNothing() {
        List<String> lines = TextDifference.between(numbered(1, 5_000), numbered(10_001, 15_000));

        assertThat(lines).hasSize(Limits.DIFFERENCE_LINES);
    }

    private static String numbered(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
