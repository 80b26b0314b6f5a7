package io.kvmherd.controller.engine.placement;

import static io.kvmherd.controller.engine.testing.Clusters.hostId;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.GuestMaker;
import io.kvmherd.controller.engine.view.ClusterView;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuReachTest {
    private static CpuReach of(Clusters clusters, String host) {
        ClusterView view = clusters.view();
        return CpuReach.of(view, view.host(hostId(host)).orElseThrow());
    }

    @Test
    void namesWhatAnOlderHostCannotGiveToGuestsOfItsMaker() {
        Clusters clusters = Clusters.of(3)
                .host("h3", host -> host.cpuFeatures("aes"))
                .guest("web", "h1", guest -> guest.cpuFeatures("aes", "pku", "erms"))
                .guest("db", "h2", guest -> guest.cpuFeatures("aes"));

        assertThat(of(clusters, "h3")).isEqualTo(new CpuReach(2, List.of("web"), List.of("erms", "pku"), 0));
    }

    @Test
    void countsGuestsOfAnotherMakerApartAndLeavesOutThoseThatAreOffAndItsOwn() {
        Clusters clusters = Clusters.of(3)
                .host("h2", host -> host.vendor(CpuVendor.AMD))
                .guest("here", "h3")
                .guest("amd", "h2")
                .guest("off", "h1", GuestMaker::off);

        assertThat(of(clusters, "h3")).isEqualTo(new CpuReach(0, List.of(), List.of(), 1));
    }

    @Test
    void asksNothingButTheCpu() {
        Clusters clusters = Clusters.of(2)
                .host("h2", host -> host.usableMib(64).networks())
                .guest("web", "h1", guest -> guest.disk("local"));

        assertThat(of(clusters, "h2")).isEqualTo(new CpuReach(1, List.of(), List.of(), 0));
    }
}
