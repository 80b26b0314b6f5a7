package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A guest that may be stopped for its move goes by its definition: away from a host that is emptied, and back. */
@ExtendWith(LabExtension.class)
final class ColdMoveIT {
    private final Cluster cluster;

    ColdMoveIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shutsDownHereAndLivesASecondTimeThereAndAThirdAtHome() {
        GuestOrder order = GuestOrder.guest("frosty");
        Guest guest = cluster.createOn("h1", order.with("--volume", cluster.sharedVolume(order.name() + ".raw")));
        cluster.kvmherd("guest", "set", guest.name(), "--evacuation", "cold").data();

        JsonNode plan = cluster.kvmherd("host", "evacuate", "h1", "--dry-run").data();
        String there = plan.path("coldMoves").path(0).path("to").asText();
        JsonNode ended = cluster.kvmherd("host", "evacuate", "h1", "-y").data();

        assertThat(Json.texts(plan, "coldMoves", "guestName")).containsExactly(guest.name());
        assertThat(Json.texts(plan, "steps", "guestName")).isEmpty();
        assertThat(there).isIn("h2", "h3");
        assertThat(ended.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(cluster.host("h1").path("duty").asText()).isEqualTo("EVACUATED");
        cluster.assertLivesOn(guest, there, 2);

        JsonNode back =
                cluster.kvmherd("host", "uncordon", "h1", "--restore", "all").data();

        assertThat(back.path("state").asText()).isEqualTo("SUCCEEDED");
        cluster.assertLivesOn(guest, "h1", 3);
        assertThat(cluster.get("/v1/guests/" + guest.id()).path("placement").asLong())
                .isEqualTo(3);
        assertThat(Json.texts(cluster.get("/v1/guests/" + guest.id()), "outside", "what"))
                .isEqualTo(List.of());
    }
}
