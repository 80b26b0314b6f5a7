package io.kvmherd.common.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
        assertThat(terms.compression()).isEqualTo(Compression.NONE);
    }

    @Test
    void takesValuesOfItsOwn() {
        MigrationPolicy.Terms terms = new MigrationPolicy("downtime=400,post-copy,stall=5,compress").terms();

        assertThat(terms).isEqualTo(new MigrationPolicy.Terms(400, false, true, 5, 1, Compression.XBZRLE));
    }

    @Test
    void leavesWhatIsNotNamedAtItsPlainest() {
        MigrationPolicy.Terms terms = new MigrationPolicy("connections=4").terms();

        assertThat(terms).isEqualTo(new MigrationPolicy.Terms(800, false, false, 40, 4, Compression.NONE));
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
                "downtime=400,",
                "compress=mt",
                "compress=lzma",
                "compress=zstd",
                "compress=zstd,connections=4,post-copy"
            })
    void refusesWhatItCannotBe(String text) {
        assertThatThrownBy(() -> new MigrationPolicy(text)).isInstanceOfSatisfying(KvmherdException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
            assertThat(e).hasMessageContaining("migration policy");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "gentle,'downtime=200,stall=40'",
        "must-finish,'downtime=800,stall=40,auto-converge,post-copy'",
        "'connections=4,compress=zstd','downtime=800,stall=40,connections=4,compress=zstd'"
    })
    void isSaidInValuesOfItsOwn(String name, String values) {
        MigrationPolicy policy = new MigrationPolicy(name).terms().toPolicy();

        assertThat(policy.value()).isEqualTo(values);
        assertThat(policy.terms()).isEqualTo(new MigrationPolicy(name).terms());
    }

    @Test
    void losesNothingButPostCopyWhereThatCannotBe() {
        assertThat(new MigrationPolicy("downtime=100,stall=20,post-copy").withoutPostCopy())
                .isEqualTo(new MigrationPolicy("downtime=100,stall=20"));
        assertThat(MigrationPolicy.GENTLE.withoutPostCopy()).isEqualTo(MigrationPolicy.GENTLE);
    }

    @Test
    void leavesCompressionOutWhereItIsNotKnown() {
        MigrationPolicy zstd = new MigrationPolicy("downtime=100,stall=20,connections=4,compress=zstd");
        MigrationPolicy xbzrle = new MigrationPolicy("compress=xbzrle");

        assertThat(zstd.withoutParallelCompression())
                .isEqualTo(new MigrationPolicy("downtime=100,stall=20,connections=4"));
        assertThat(xbzrle.withoutParallelCompression()).isEqualTo(xbzrle);
    }

    @Test
    void isTunedOnlyInWhatIsWantedOtherwise() {
        MigrationTuning tuning =
                new MigrationTuning(OptionalLong.of(300), OptionalInt.of(2), Optional.of(Compression.ZSTD), false);

        assertThat(tuning.over(MigrationPolicy.NORMAL).value())
                .isEqualTo("downtime=300,stall=40,connections=2,auto-converge,compress=zstd");
        assertThat(MigrationTuning.NONE.over(MigrationPolicy.GENTLE)).isEqualTo(MigrationPolicy.GENTLE);
        assertThat(tuning.contradiction(MigrationPolicy.NORMAL)).isEmpty();
        assertThat(tuning.contradiction(MigrationPolicy.MUST_FINISH))
                .hasValueSatisfying(why -> assertThat(why).contains("post-copy and connections=2"));
    }
}
