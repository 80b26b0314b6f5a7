package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One program dies without warning while a guest's memory is on its way. */
@ExtendWith(LabExtension.class)
final class CrashIT {
    private final Cluster cluster;
    private final Lab lab;

    CrashIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void endsAMigrationTrulyAfterTheControllerDied() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("orphan"));
        String migration = beginSlowMigration(guest);

        lab.killController();
        assertThat(lab.virsh("h1", "domjobinfo", guest.name())).contains("Memory processed");
        lab.startController();

        cluster.speedUp(guest);
        assertEndsWhereItSays(migration, guest);
    }

    @Test
    void endsAMigrationTrulyThatWentOnWhileTheControllerWasDead() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("orphan"));
        String migration = beginSlowMigration(guest);

        lab.killController();
        cluster.speedUp(guest);
        await("libvirt ends the migration by itself")
                .atMost(Duration.ofSeconds(60))
                .until(() -> lab.domains("h1").isEmpty());
        lab.startController();

        assertEndsWhereItSays(migration, guest);
        cluster.assertRunsOnceOn(guest, "h2");
    }

    @Test
    void endsAMigrationTrulyAfterTheSourcesAgentDied() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("abandoned"));
        String migration = beginSlowMigration(guest);

        lab.killAgent("h1");
        cluster.speedUp(guest);
        lab.startAgent("h1");

        assertEndsWhereItSays(migration, guest);
    }

    @Test
    void endsAMigrationTrulyAfterTheDestinationsAgentDied() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("awaited"));
        String migration = beginSlowMigration(guest);

        lab.killAgent("h2");
        cluster.speedUp(guest);
        lab.startAgent("h2");

        assertEndsWhereItSays(migration, guest);
    }

    @Test
    void leavesTheGuestOnTheSourceWhenItsLibvirtDied() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("unmanaged"));
        String migration = beginSlowMigration(guest);

        lab.killLibvirt("h1");
        lab.startLibvirt("h1");

        JsonNode ended = assertEndsWhereItSays(migration, guest);
        assertThat(ended.path("state").asText()).isEqualTo("FAILED");
        assertThat(ended.path("message").path("what").asText()).isNotBlank();
    }

    @Test
    void leavesGuestsAloneOnAHostThatIsOutOfReachAndSaysSo() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("alone"));

        lab.killAgent("h1");
        await("h1 is out of reach")
                .atMost(Duration.ofSeconds(90))
                .until(() -> cluster.host("h1").path("reachability").asText().equals("UNREACHABLE"));
        Told refused = cluster.kvmherd("migrate", guest.name(), "--to", "h2");
        assertThat(lab.domains("h1")).containsEntry(guest.name(), "running");
        lab.startAgent("h1");

        assertThat(refused.exit()).as(refused.said()).isIn(5, 8);
        assertThat(refused.said()).contains("h1");
        cluster.awaitAllHostsUp();
        cluster.assertRunsOnceOn(guest, "h1");
    }

    private String beginSlowMigration(Guest guest) {
        cluster.slowDown(guest);
        String migration = cluster.begin("migrate", guest.name(), "--to", "h2");
        cluster.awaitSending(migration, guest);
        return migration;
    }

    /** Success means that it runs on the destination, failure that it runs on the source; either way once. */
    private JsonNode assertEndsWhereItSays(String migration, Guest guest) {
        JsonNode ended = cluster.awaitEnd(migration);
        String state = ended.path("state").asText();
        assertThat(state).isIn("SUCCEEDED", "FAILED");
        cluster.assertRunsOnceOn(guest, state.equals("SUCCEEDED") ? "h2" : "h1");
        return ended;
    }
}
