package io.kvmherd.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.KvmherdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UuidTextTest {

    @Test
    void readsTheCanonicalForm() {
        String text = "01939d3c-0000-7000-8000-00000000000a";

        assertThat(GuestId.of(text).toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cafe-1-2-3-4", "01939D3C-0000-7000-8000-00000000000A", "", "web-1"})
    void refusesWhatCouldBeAName(String text) {
        assertThatThrownBy(() -> GuestId.of(text))
                .isInstanceOf(KvmherdException.class)
                .hasMessage("guest id \"" + text + "\" is not a UUID");
    }
}
