package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody edits with virsh is shown, accepted or put back; what kvmherd and libvirt do by themselves is no edit. */
@ExtendWith(LabExtension.class)
final class DriftIT {
    /** Two sweeps and some more: libvirt tells of none of these. */
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(90);

    private final Cluster cluster;
    private final Lab lab;

    DriftIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void takesNoMigrationAndNoRestartForAnEdit() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("drift"));
        awaitDrift(guest, "known", "true");

        cluster.kvmherd("migrate", guest.name(), "--to", "h2").data();
        cluster.kvmherd("guest", "stop", guest.name(), "-y").data();
        cluster.kvmherd("guest", "start", guest.name()).data();
        cluster.kvmherd("migrate", guest.name(), "--to", "h1").data();
        lab.virsh("h1", "autostart", guest.name());
        awaitShown(guest, "AUTOSTART_ON");

        assertThat(drift(guest).path("edited").asBoolean())
                .as(drift(guest).toString())
                .isFalse();
        assertThat(shown(guest)).as(drift(guest).toString()).doesNotContain("EDITED");
    }

    @Test
    void showsAnEditAndPutsItBackOrTakesIt() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("drift"));
        awaitDrift(guest, "known", "true");

        lab.virsh("h1", "setmaxmem", guest.name(), "192M", "--config");
        awaitShown(guest, "EDITED");
        JsonNode told = drift(guest);
        cluster.kvmherd("guest", "restore", guest.name()).data();
        awaitDrift(guest, "edited", "false");
        String restored = lab.virsh("h1", "dumpxml", "--inactive", guest.name());
        lab.virsh("h1", "setmaxmem", guest.name(), "160M", "--config");
        awaitDrift(guest, "edited", "true");
        cluster.kvmherd("guest", "accept", guest.name()).data();

        assertThat(told.path("changes").toString()).contains("memory 128 -> 192 MiB");
        assertThat(Json.list(told, "lines")).isNotEmpty();
        assertThat(restored).contains("<memory unit='KiB'>131072</memory>").contains("https://kvmherd.io/domain/1");
        assertThat(drift(guest).path("edited").asBoolean()).isFalse();
        assertThat(cluster.get("/v1/guests/" + guest.id())
                        .path("spec")
                        .path("memoryMib")
                        .asLong())
                .isEqualTo(160);
    }

    @Test
    void takesANewNameAndPutsBackADefinitionThatWasRemoved() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("drift"));
        awaitDrift(guest, "known", "true");
        cluster.kvmherd("guest", "stop", guest.name(), "-y").data();
        String other = guest.name() + "-new";

        lab.virsh("h1", "domrename", guest.name(), other);
        awaitShown(guest, "RENAMED");
        cluster.kvmherd("guest", "accept", guest.name()).data();
        lab.virsh("h1", "undefine", other);
        awaitShown(guest, "UNDEFINED");
        cluster.kvmherd("guest", "restore", other).data();

        assertThat(cluster.guest(other).id()).isEqualTo(guest.id());
        assertThat(cluster.whereIs(other)).isEqualTo(Map.of("h1", "shut off"));
        cluster.kvmherd("guest", "start", other).data();
        assertThat(cluster.whereIs(other)).isEqualTo(Map.of("h1", "running"));
        assertThat(drift(guest).path("edited").asBoolean())
                .as(drift(guest).toString())
                .isFalse();
    }

    private JsonNode drift(Guest guest) {
        return cluster.get("/v1/guests/" + guest.id() + "/drift");
    }

    private List<String> shown(Guest guest) {
        return Json.list(cluster.get("/v1/guests/" + guest.id()), "outside").stream()
                .map(change -> change.path("what").asText())
                .toList();
    }

    private void awaitShown(Guest guest, String what) {
        await(what + " of " + guest.name() + " is shown")
                .atMost(SHOWN_WITHIN)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(shown(guest)).contains(what));
    }

    private void awaitDrift(Guest guest, String field, String value) {
        await(field + " of " + guest.name() + " is " + value)
                .atMost(SHOWN_WITHIN)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(drift(guest).path(field).asText())
                        .as(drift(guest).toString())
                        .isEqualTo(value));
    }
}
