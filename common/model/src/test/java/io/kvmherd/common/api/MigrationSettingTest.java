package io.kvmherd.common.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.MigrationPolicy;
import org.junit.jupiter.api.Test;

final class MigrationSettingTest {

    @Test
    void isAPolicyOrNoneOfOnesOwn() {
        assertThat(new MigrationSetting("must-finish").policy()).contains(MigrationPolicy.MUST_FINISH);
        assertThat(new MigrationSetting("downtime=400,auto-converge").policy())
                .contains(new MigrationPolicy("downtime=400,auto-converge"));
        assertThat(MigrationSetting.DEFAULT.policy()).isEmpty();
    }

    @Test
    void refusesANameThatIsNotKnownWithTheNearest() {
        assertThatThrownBy(() -> new MigrationSetting("must-finnish"))
                .isInstanceOf(KvmherdException.class)
                .hasMessageContaining("the nearest is must-finish");
        assertThatThrownBy(() -> new MigrationSetting("downtme=400"))
                .isInstanceOf(KvmherdException.class)
                .hasMessageContaining("the nearest is downtime");
    }
}
