package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

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
                cluster.bootOn("h1", GuestOrder.guest("moved")), cluster.bootOn("h1", GuestOrder.guest("moved")));
        cluster.awaitTicking(guests);

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
    void emptiesTwoHostsTogetherByEachGuestsPolicyAndGivesEverythingBack() {
        Guest first = cluster.bootOn("h1", GuestOrder.guest("first"));
        Guest batch = cluster.bootOn("h1", GuestOrder.guest("batch"));
        Guest second = cluster.bootOn("h2", GuestOrder.guest("second"));
        Guest pet = cluster.bootOn("h2", GuestOrder.guest("pet"));
        cluster.awaitTicking(List.of(first, batch, second, pet));
        cluster.kvmherd("guest", "set", batch.name(), "--evacuation", "shutdown-return")
                .data();
        cluster.kvmherd("guest", "set", pet.name(), "--evacuation", "block").data();

        Told refused = cluster.kvmherd("host", "evacuate", "h1", "h2", "-y");
        assertThat(refused.said()).contains(pet.name()).contains("--evacuation live");
        cluster.assertRunsOnceOn(first, "h1");
        cluster.kvmherd("guest", "set", pet.name(), "--evacuation", "stay").data();
        JsonNode plan =
                cluster.kvmherd("host", "evacuate", "h1", "h2", "--dry-run").data();
        assertThat(Json.texts(plan, "steps", "to")).containsExactly("h3", "h3");
        assertThat(Json.texts(plan, "shutDowns", "guestName")).containsExactly(batch.name());
        assertThat(Json.texts(plan, "leftRunning", "guestName")).containsExactly(pet.name());
        JsonNode ended = cluster.kvmherd("host", "evacuate", "h1", "h2", "-y").data();

        assertThat(ended.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(Json.texts(ended, "reasons", "code")).containsExactly("GUEST_STAYS");
        cluster.assertRunsOnceOn(first, "h3");
        cluster.assertRunsOnceOn(second, "h3");
        cluster.assertRunsOnceOn(pet, "h2");
        assertThat(lab.domains("h1")).containsExactly(entry(batch.name(), "shut off"));
        assertThat(cluster.host("h1").path("duty").asText()).isEqualTo("EVACUATED");
        assertThat(cluster.host("h2").path("duty").asText()).isEqualTo("CORDONED");

        JsonNode back = cluster.kvmherd("host", "restore", "h1", "--dry-run").data();
        assertThat(Json.texts(back, "steps", "guestName")).containsExactly(first.name());
        assertThat(Json.texts(back, "starts", "guestName")).containsExactly(batch.name());
        cluster.kvmherd("uncordon", "h1", "--restore", "all").data();
        cluster.kvmherd("uncordon", "h2", "--restore", "all").data();

        cluster.assertRunsOnceOn(first, "h1");
        cluster.assertRunsOnceOn(second, "h2");
        cluster.assertRunsOnceOn(pet, "h2");
        assertThat(cluster.whereIs(batch.name())).containsExactly(entry("h1", "running"));
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
        Guest stuck = cluster.bootOn("h1", rooted.with("--volume", "local/" + rooted.name() + ".raw:raw"));
        Guest free = cluster.bootOn("h1", GuestOrder.guest("free"));
        cluster.awaitTicking(List.of(stuck, free));

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
