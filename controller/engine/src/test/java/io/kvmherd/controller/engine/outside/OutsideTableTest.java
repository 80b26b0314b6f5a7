package io.kvmherd.controller.engine.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.OutsideChange.What;
import io.kvmherd.controller.engine.testing.Golden;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OutsideTableTest {
    private static final Path TABLE =
            Path.of("src/test/resources/io/kvmherd/controller/engine/outside/outside-table.txt");

    @Test
    void saysInEveryCellWhatTheCheckedInTableSays() {
        StringBuilder text = new StringBuilder();
        for (Appearance before : Appearance.values()) {
            for (Appearance now : Appearance.values()) {
                text.append("%-12s then %-12s: %s%n"
                        .formatted(
                                before,
                                now,
                                OutsideTable.between(before, now)
                                        .map(What::name)
                                        .orElse("-")));
            }
        }

        Golden.check(TABLE, text.toString());
    }

    @ParameterizedTest
    @EnumSource(Appearance.class)
    void saysNothingOfAGuestThatLooksAsItDid(Appearance same) {
        assertThat(OutsideTable.between(same, same)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(GuestState.class)
    void knowsHowEveryStateLooks(GuestState state) {
        assertThat(Appearance.of(state).isActive()).isEqualTo(state.isActive());
    }
}
