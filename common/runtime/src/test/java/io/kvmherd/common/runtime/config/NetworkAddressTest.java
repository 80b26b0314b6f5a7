package io.kvmherd.common.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAddressTest {
    @Test
    void takesHostAndPortApart() {
        NetworkAddress plain = new NetworkAddress("198.18.77.1:7441");
        NetworkAddress six = new NetworkAddress("[fd00::1]:7441");

        assertThat(plain.host()).isEqualTo("198.18.77.1");
        assertThat(plain.port()).isEqualTo(7441);
        assertThat(six.host()).isEqualTo("fd00::1");
        assertThat(six.port()).isEqualTo(7441);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h1", "h1:", ":7441", "h1:0", "h1:65536", "h1:7441/x", "fd00::1:7441", "a b:1"})
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> new NetworkAddress(text)).hasMessageContaining("is not HOST:PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7441", "[::]:7441"})
    void refusesEveryInterface(String text) {
        assertThatThrownBy(() -> new NetworkAddress(text)).hasMessageContaining("means every interface");
    }
}
