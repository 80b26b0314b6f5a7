package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@NeedsMachineHost
@ExtendWith(LabExtension.class)
final class HostFactsIT {
    private final Cluster cluster;
    private final Lab lab;

    HostFactsIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void reportsOfEachHostTheVendorThatItsOwnProcessorNames() {
        for (String host : lab.hosts()) {
            String cpuinfo = lab.exec(host, "cat", "/proc/cpuinfo");

            assertThat(cluster.host(host).path("vendor").asText()).isEqualTo(Lab.vendorOf(cpuinfo));
        }
        assertThat(vendor(lab.otherVendorHost())).isNotEqualTo(vendor("h1"));
    }

    @Test
    void offersKvmOnlyWhereTheProcessorVirtualises() {
        for (String host : lab.hosts()) {
            boolean virtualises = Lab.virtualises(lab.exec(host, "cat", "/proc/cpuinfo"));

            assertThat(cluster.host(host).path("virtualises").asBoolean())
                    .as(host)
                    .isEqualTo(virtualises);
        }
    }

    @Test
    void seesAControlGroupAsTheWholeHostAndWhatLibvirtHasInIt() {
        JsonNode host = cluster.host("h1");

        assertThat(host.path("memoryMib").asLong()).isEqualTo(2_048);
        assertThat(host.path("usableMib").asLong()).isEqualTo(2_048 - 384);
        assertThat(host.path("threads").asInt()).isEqualTo(1);
        assertThat(host.path("labels").toString()).isEqualTo("[\"" + GuestOrder.RACK + "\"]");
        assertThat(Json.texts(host, "pools", "name")).containsExactlyInAnyOrder(pools("h1"));
        assertThat(host.path("networks").toString()).isEqualTo("[\"default\"]");
        assertThat(lab.virsh("h1", "version"))
                .contains("library: libvirt "
                        + host.path("versions").path("libvirt").asText())
                .contains(
                        "hypervisor: QEMU " + host.path("versions").path("qemu").asText());
    }

    @Test
    void listsAllHostsInTheTableForPeople() {
        List<String> names = Json.texts(cluster.kvmherd("host", "list").data(), "items", "name");

        assertThat(names).containsExactlyInAnyOrderElementsOf(lab.hosts());
    }

    private String vendor(String host) {
        return cluster.host(host).path("vendor").asText();
    }

    private String[] pools(String host) {
        return lab.virsh(host, "pool-list", "--name").strip().split("\\s+");
    }
}
