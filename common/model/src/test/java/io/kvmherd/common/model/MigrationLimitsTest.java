package io.kvmherd.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.KvmherdException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MigrationLimitsTest {

    @Test
    void areSetOneByOne() {
        MigrationLimits out = MigrationLimits.NONE.withOut(OptionalInt.of(4));

        assertThat(out).isEqualTo(new MigrationLimits(OptionalInt.of(4), OptionalInt.empty()));
        assertThat(out.withIn(OptionalInt.of(1)).out()).hasValue(4);
        assertThat(out.withOut(OptionalInt.empty())).isEqualTo(MigrationLimits.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65})
    void areNeverNoneAndNeverTooMany(int limit) {
        assertThatThrownBy(() -> MigrationLimits.NONE.withIn(OptionalInt.of(limit)))
                .isInstanceOf(KvmherdException.class)
                .hasMessageContaining("migrations in is " + limit)
                .hasMessageContaining("between 1 and 64");
    }
}
