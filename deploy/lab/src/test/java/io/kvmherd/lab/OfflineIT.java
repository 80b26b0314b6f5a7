package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The definition of a guest that is off moves; nothing else of it does. */
@ExtendWith(LabExtension.class)
final class OfflineIT {
    private final Cluster cluster;
    private final Lab lab;

    OfflineIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void movesTheDefinitionAndTheGuestStartsWithItsDiskThere() {
        GuestOrder order = GuestOrder.guest("resting");
        Guest guest = cluster.createOn("h1", order.with("--volume", cluster.sharedVolume(order.name() + ".raw")));
        Told running = cluster.kvmherd("migrate", guest.name(), "--offline", "--to", "h2");
        cluster.kvmherd("guest", "stop", guest.name(), "-y").data();

        JsonNode plan = cluster.kvmherd("migrate", guest.name(), "--offline", "--to", "h2", "--dry-run")
                .data();
        JsonNode moved =
                cluster.kvmherd("plan", "apply", plan.path("id").asText()).data();
        Map<String, String> there = cluster.whereIs(guest.name());
        cluster.kvmherd("guest", "start", guest.name()).data();

        assertThat(running.exit()).isEqualTo(5);
        assertThat(running.said()).contains("only a guest that is off moves offline");
        assertThat(moved.path("kind").asText()).isEqualTo("RELOCATE");
        assertThat(moved.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(there).isEqualTo(Map.of("h2", "shut off"));
        assertThat(cluster.guest(guest.name()).host()).isEqualTo("h2");
        assertThat(lab.domains("h2")).containsEntry(guest.name(), "running");
        assertThat(cluster.get("/v1/guests/" + guest.id()).path("placement").asLong())
                .isEqualTo(2);
    }

    @Test
    void refusesADiskThatTheOtherHostDoesNotReachAndMemoryThatWasSavedHere() {
        GuestOrder order = GuestOrder.guest("held");
        lab.virsh("h1", "vol-create-as", "local", order.name() + ".raw", "16M", "--format", "raw");
        Guest local = cluster.createOn("h1", order.with("--volume", "local/" + order.name() + ".raw:raw"));
        cluster.kvmherd("guest", "stop", local.name(), "-y").data();
        Guest saved = cluster.createOn("h1", GuestOrder.guest("saved"));
        lab.virsh("h1", "managedsave", saved.name());

        Told unreachable = cluster.kvmherd("migrate", local.name(), "--offline", "--to", "h2");
        Told asleep = cluster.kvmherd("migrate", saved.name(), "--offline", "--to", "h2");

        assertThat(unreachable.exit()).isEqualTo(5);
        assertThat(unreachable.said()).contains("not declared to be shared");
        assertThat(asleep.exit()).as(asleep.said()).isNotZero();
        assertThat(asleep.said()).contains("managedsave-remove");
        assertThat(cluster.whereIs(local.name())).isEqualTo(Map.of("h1", "shut off"));
        assertThat(cluster.whereIs(saved.name())).isEqualTo(Map.of("h1", "shut off"));
    }
}
