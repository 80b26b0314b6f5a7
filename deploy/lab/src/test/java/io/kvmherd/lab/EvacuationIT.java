package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
final class EvacuationIT {
    private final Cluster cluster;
    private final Lab lab;

    EvacuationIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void emptiesAHostAndKeepsItEmpty() {
        List<Guest> guests = List.of(
                cluster.createOn("h1", GuestOrder.guest("moved")), cluster.createOn("h1", GuestOrder.guest("moved")));

        JsonNode plan = cluster.kvmherd("evacuate", "h1", "--dry-run").data();
        assertThat(Json.texts(plan, "steps", "guestName"))
                .containsExactlyInAnyOrder(
                        guests.getFirst().name(), guests.getLast().name());
        assertThat(lab.domains("h1")).hasSize(2);
        JsonNode ended = cluster.kvmherd("evacuate", "h1", "-y").data();

        assertThat(ended.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(lab.domains("h1")).isEmpty();
        assertThat(cluster.host("h1").path("duty").asText()).isEqualTo("EVACUATED");
        for (Guest guest : guests) {
            String host = cluster.guest(guest.name()).host();
            assertThat(host).isIn("h2", "h3");
            cluster.assertRunsOnceOn(guest, host);
        }
        assertThat(cluster.create(GuestOrder.guest("late")).host()).isNotEqualTo("h1");
        cluster.kvmherd("uncordon", "h1").data();
        assertThat(cluster.host("h1").path("duty").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void carriesOutAPlanThatWasShownBefore() {
        Guest guest = cluster.createOn("h2", GuestOrder.guest("planned"));
        JsonNode plan = cluster.kvmherd("evacuate", "h2", "--dry-run").data();

        JsonNode ended =
                cluster.kvmherd("plan", "apply", plan.path("id").asText()).data();

        assertThat(ended.path("state").asText()).isEqualTo("SUCCEEDED");
        cluster.assertRunsOnceOn(guest, plan.path("steps").path(0).path("to").asText());
    }

    @Test
    void leavesAGuestRunningThatCanGoNowhereAndSaysWhy() {
        GuestOrder rooted = GuestOrder.guest("rooted");
        lab.virsh("h1", "vol-create-as", "local", rooted.name() + ".raw", "16M", "--format", "raw");
        Guest stuck = cluster.createOn("h1", rooted.with("--volume", "local/" + rooted.name() + ".raw:raw"));
        Guest free = cluster.createOn("h1", GuestOrder.guest("free"));

        Told told = cluster.kvmherd("evacuate", "h1", "-y");

        assertThat(told.exit()).as(told.said()).isEqualTo(6);
        assertThat(told.said()).contains(stuck.name()).contains("not declared to be shared");
        assertThat(cluster.host("h1").path("duty").asText()).isEqualTo("BLOCKED");
        cluster.assertRunsOnceOn(stuck, "h1");
        String host = cluster.guest(free.name()).host();
        assertThat(host).isIn("h2", "h3");
        cluster.assertRunsOnceOn(free, host);
    }
}
