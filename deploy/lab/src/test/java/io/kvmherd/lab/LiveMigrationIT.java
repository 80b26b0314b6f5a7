package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
final class LiveMigrationIT {
    private final Cluster cluster;
    private final Lab lab;

    LiveMigrationIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void movesAGuestWithASharedDiskWithoutABreakInItsTicks() {
        GuestOrder order = GuestOrder.guest("mover");
        Guest guest = cluster.createOn(
                "h1", order.with("--volume", cluster.sharedVolume(order.name() + ".raw"), "--network", "default"));
        long before = lab.newestTick("h1", guest.name());

        JsonNode operation =
                cluster.kvmherd("migrate", guest.name(), "--to", "h2").data();

        assertThat(operation.path("state").asText()).isEqualTo("SUCCEEDED");
        cluster.assertRunsOnceOn(guest, "h2");
        assertThat(lab.ticks(guest.name()).hosts()).isEqualTo("h1>h2");
        assertThat(lab.newestTick("h2", guest.name())).isGreaterThan(before);
        assertThat(placementAt("h2", guest)).isEqualTo("2");
        assertThat(cluster.get("/v1/guests/" + guest.id()).path("placement").asLong())
                .isEqualTo(2);
        assertThat(lab.exec("h2", "tail", "-n", "20", console(guest))).doesNotContain("not written");
    }

    @Test
    void movesThereAndBackAndOnWithoutASecondLife() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("wanderer"));

        for (String to : new String[] {"h2", "h1", "h3"}) {
            assertThat(cluster.kvmherd("migrate", guest.name(), "--to", to)
                            .data()
                            .path("to")
                            .asText())
                    .isEqualTo(to);
        }

        cluster.assertRunsOnceOn(guest, "h3");
        assertThat(lab.ticks(guest.name()).hosts()).isEqualTo("h1>h2>h1>h3");
        assertThat(placementAt("h3", guest)).isEqualTo("4");
    }

    @Test
    void choosesADestinationByItselfAndNeverTheOtherVendor() {
        Guest guest = cluster.createOn("h2", GuestOrder.guest("chosen").with("--network", "default"));

        JsonNode plan = cluster.kvmherd("migrate", guest.name(), "--dry-run").data();
        String to = cluster.kvmherd("migrate", guest.name()).data().path("to").asText();

        assertThat(plan.path("steps").path(0).path("to").asText()).isIn("h1", "h3");
        assertThat(to).isIn("h1", "h3");
        cluster.assertRunsOnceOn(guest, to);
    }

    @Test
    void refusesToMoveADiskThatIsNotShared() {
        GuestOrder order = GuestOrder.guest("rooted");
        lab.virsh("h1", "vol-create-as", "local", order.name() + ".raw", "16M", "--format", "raw");
        Guest guest = cluster.createOn("h1", order.with("--volume", "local/" + order.name() + ".raw:raw"));

        Told told = cluster.kvmherd("migrate", guest.name(), "--to", "h2");

        assertThat(told.exit()).isEqualTo(5);
        assertThat(told.said()).contains("local").contains("not declared to be shared");
        cluster.assertRunsOnceOn(guest, "h1");
    }

    private String placementAt(String host, Guest guest) {
        String xml = lab.virsh(host, "metadata", guest.name(), "https://kvmherd.io/domain/1");
        return xml.replaceFirst("(?s).*placement=['\"](\\d+)['\"].*", "$1");
    }

    private static String console(Guest guest) {
        return "/var/lib/libvirt/kvmherd-console/" + guest.name() + ".log";
    }
}
