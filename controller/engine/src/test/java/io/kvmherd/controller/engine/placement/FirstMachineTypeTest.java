package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.GuestMaker;
import org.junit.jupiter.api.Test;

class FirstMachineTypeTest {
    private static HostFacts offering(String... types) {
        return Clusters.of(1)
                .host("h1", host -> host.machineTypes(types))
                .view()
                .host(hostId("h1"))
                .flatMap(host -> host.facts())
                .orElseThrow();
    }

    private static GuestSpec unsettled() {
        return new GuestMaker("web").machineType("").spec();
    }

    @Test
    void isTheNewestQ35ByNumberAndNotByText() {
        HostFacts host = offering("pc-i440fx-11.0", "pc-q35-9.2", "pc-q35-10.0");

        assertThat(FirstMachineType.settle(unsettled(), host).machineType()).isEqualTo("pc-q35-10.0");
    }

    @Test
    void leavesWhatWasAskedFor() {
        GuestSpec spec = new GuestMaker("web").machineType("pc-q35-7.2").spec();

        assertThat(FirstMachineType.settle(spec, offering("pc-q35-10.0"))).isEqualTo(spec);
    }

    @Test
    void staysOpenWhereTheHostOffersNone() {
        assertThat(FirstMachineType.settle(unsettled(), offering("virt-9.0"))).isEqualTo(unsettled());
    }
}
