package io.kvmherd.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MigrationPolicyTest {

    @ParameterizedTest
    @CsvSource({"gentle,200,false,false", "normal,800,true,false", "must-finish,800,true,true"})
    void namesStandForMoreAndMoreMeans(String name, long downtimeMs, boolean autoConverge, boolean postCopy) {
        MigrationPolicy.Terms terms = new MigrationPolicy(name).terms();

        assertThat(terms.downtimeMaxMs()).isEqualTo(downtimeMs);
        assertThat(terms.autoConverge()).isEqualTo(autoConverge);
        assertThat(terms.postCopy()).isEqualTo(postCopy);
        assertThat(terms.stallSeconds()).isEqualTo(40);
        assertThat(terms.connections()).isEqualTo(1);
        assertThat(terms.compress()).isFalse();
    }

    @Test
    void takesValuesOfItsOwn() {
        MigrationPolicy.Terms terms = new MigrationPolicy("downtime=400,post-copy,stall=5,compress").terms();

        assertThat(terms).isEqualTo(new MigrationPolicy.Terms(400, false, true, 5, 1, true));
    }

    @Test
    void leavesWhatIsNotNamedAtItsPlainest() {
        MigrationPolicy.Terms terms = new MigrationPolicy("connections=4").terms();

        assertThat(terms).isEqualTo(new MigrationPolicy.Terms(800, false, false, 40, 4, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gentel",
                "gentle,normal",
                "downtime",
                "downtime=x",
                "downtime=9",
                "downtime=60001",
                "stall=0",
                "connections=17",
                "post-copy=yes",
                "post-copy,connections=2",
                "compress,connections=2",
                "downtime=400,"
            })
    void refusesWhatItCannotBe(String text) {
        assertThatThrownBy(() -> new MigrationPolicy(text)).isInstanceOfSatisfying(KvmherdException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
            assertThat(e).hasMessageContaining("migration policy");
        });
    }
}
