package io.kvmherd.cli.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NaturalOrderTest {
    @Test
    void countsNumbersAsPeopleDo() {
        List<String> names = List.of("s10", "s2", "s1", "rack2-s1", "rack10-s1", "s", "s01", "10", "9");

        assertThat(names.stream().sorted(NaturalOrder.BY_NAME))
                .containsExactly("9", "10", "rack2-s1", "rack10-s1", "s", "s01", "s1", "s2", "s10");
    }
}
