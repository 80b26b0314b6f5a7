package io.kvmherd.common.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.EvacuationPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EvacuationSettingTest {

    @ParameterizedTest
    @EnumSource
    void hasEveryPolicy(EvacuationPolicy policy) {
        assertThat(EvacuationSetting.of(policy).policy()).contains(policy);
    }
}
