package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one migration is told to do otherwise than usual, as QEMU itself says that it does it. */
@ExtendWith(LabExtension.class)
final class TunedMigrationIT {
    private static final long MIB = 1 << 20;
    private static final long PAUSE_MAX_MS = 2_000;

    private final Cluster cluster;
    private final Lab lab;

    TunedMigrationIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    /** Two guests at the same time, each slowly at first, so that there is something to see and to change. */
    @Test
    void sendsOverSeveralConnectionsOrCompressedAndAsFastAsItIsAllowedMeanwhile() {
        Guest wide = cluster.bootOn("h1", GuestOrder.guest("wide"));
        Guest small = cluster.bootOn("h2", GuestOrder.guest("small"));
        cluster.awaitTicking(List.of(wide, small));
        String parallel = cluster.begin("migrate", wide.name(), "--to", "h2", "--parallel", "3", "--bandwidth", "2");
        String compressed =
                cluster.begin("migrate", small.name(), "--to", "h3", "--compress", "xbzrle", "--bandwidth", "2");
        cluster.awaitSending(parallel, wide);
        cluster.awaitSending(compressed, small);

        QemuMigration ofWide = QemuMigration.of(cluster, wide);
        assertThat(ofWide.capabilities()).contains("multifd").doesNotContain("xbzrle");
        assertThat(ofWide.parameter("multifd-channels")).isEqualTo(3);
        assertThat(ofWide.parameter("max-bandwidth")).isEqualTo(2 * MIB);
        assertThat(connectionsToOtherQemus("h1")).as("main one and three").isEqualTo(4);
        QemuMigration ofSmall = QemuMigration.of(cluster, small);
        assertThat(ofSmall.capabilities()).contains("xbzrle").doesNotContain("multifd");
        assertThat(connectionsToOtherQemus("h2")).isEqualTo(1);

        cluster.kvmherd("operation", "speed", parallel, "6", "--no-wait").data();
        assertThat(ofWide.parameter("max-bandwidth")).isEqualTo(6 * MIB);
        cluster.kvmherd("operation", "speed", compressed, "0", "--no-wait").data();
        cluster.kvmherd("operation", "speed", parallel, "0", "--no-wait").data();

        assertMoved(parallel);
        assertMoved(compressed);
        assertThat(lab.virsh("h3", "domjobinfo", small.name(), "--completed"))
                .containsPattern("Compression cache misses:\\s+[1-9]");
        cluster.assertRunsOnceOn(wide, "h2");
        cluster.assertRunsOnceOn(small, "h3");
    }

    private void assertMoved(String migration) {
        JsonNode ended = cluster.awaitEnd(migration);
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("migration").path("downtimeMs").asLong())
                .as(ended.toString())
                .isBetween(1L, PAUSE_MAX_MS);
    }

    /** Guests arrive on libvirt's ports for that. */
    private long connectionsToOtherQemus(String host) {
        return lab.exec(host, "ss", "-Htn", "state", "established", "( dport >= :49152 and dport <= :49215 )")
                .lines()
                .count();
    }
}
