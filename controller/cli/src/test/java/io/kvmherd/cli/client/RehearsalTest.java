package io.kvmherd.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.api.GuestList;
import io.kvmherd.common.api.HostList;
import io.kvmherd.common.api.OperationList;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
    @Test
    void readsWhatMostCommandsRead() {
        assertThat(Rehearsal.run()).hasExactlyElementsOfTypes(GuestList.class, HostList.class, OperationList.class);
    }
}
