package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A colleague who goes on using virsh: what they do is shown and left alone, and no guest is lost or runs twice. */
@ExtendWith(LabExtension.class)
final class ColleagueIT {
    private static final int DEEDS = Integer.getInteger("kvmherd.colleague.deeds", 16);
    private static final Map<String, String> STATE_OF_LIBVIRT =
            Map.of("running", "RUNNING", "paused", "PAUSED", "shut off", "SHUT_OFF");

    private final Cluster cluster;
    private final Lab lab;

    ColleagueIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void showsWhatIsDoneByHandAndUndoesNoneOfIt() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("shared"));

        lab.virsh("h1", "suspend", guest.name());
        awaitShown(guest, "PAUSED", "h1");
        lab.virsh("h1", "resume", guest.name());
        awaitShown(guest, "RESUMED", "h1");
        moveByHand(guest.name(), "h1", "h2");
        awaitShown(guest, "MOVED_AWAY", "h1");
        await("the right to run follows")
                .atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .untilAsserted(() -> {
                    JsonNode told = cluster.get("/v1/guests/" + guest.id());
                    assertThat(told.path("host").asText()).isEqualTo("h2");
                    assertThat(told.path("placement").asLong()).isEqualTo(2);
                });
        cluster.assertRunsOnceOn(guest, "h2");
        lab.virsh("h2", "destroy", guest.name());
        awaitShown(guest, "SHUT_DOWN", "h2");
        assertThat(cluster.whereIs(guest.name())).isEqualTo(Map.of("h2", "shut off"));
        lab.virsh("h2", "start", guest.name());
        awaitShown(guest, "STARTED", "h2");
    }

    @Test
    void losesNoGuestAndRunsNoneTwiceBesideASeededColleague() {
        long seed = Long.getLong("kvmherd.seed", System.nanoTime());
        System.out.println("seed of the colleague: -Dkvmherd.seed=" + seed);
        Random random = new Random(seed);
        List<Guest> guests = new ArrayList<>();
        for (String host : lab.namespaceHosts()) {
            guests.add(cluster.createOn(host, GuestOrder.guest("colleague")));
        }

        for (int deed = 0; deed < DEEDS; deed++) {
            String guest = guests.get(random.nextInt(guests.size())).name();
            if (random.nextInt(3) == 0) {
                askKvmherd(random, guest);
            } else {
                act(random, guest);
            }
        }

        Json.list(cluster.get("/v1/operations?open=true&limit=500"), "items")
                .forEach(operation -> cluster.awaitEnd(operation.path("id").asText()));
        guests.forEach(guest -> assertWhole(guest, seed));
    }

    /** What an operator does meanwhile; a refusal is an answer. */
    private void askKvmherd(Random random, String guest) {
        List<List<String>> wishes = List.of(
                List.of("migrate", guest, "--no-wait"),
                List.of("guest", "start", guest, "--no-wait"),
                List.of("guest", "accept", guest));
        Told told = cluster.kvmherd(wishes.get(random.nextInt(wishes.size())).toArray(String[]::new));
        assertThat(told.exit()).as(told.said()).isNotEqualTo(1);
    }

    /** What the colleague does; libvirt may refuse it. */
    private void act(Random random, String guest) {
        SortedMap<String, String> where = cluster.whereIs(guest);
        String host = where.isEmpty() ? "h1" : where.firstKey();
        switch (random.nextInt(5)) {
            case 0 -> lab.tryVirsh(host, "suspend", guest);
            case 1 -> lab.tryVirsh(host, "resume", guest);
            case 2 -> lab.tryVirsh(host, "destroy", guest);
            case 3 -> lab.tryVirsh(host, "start", guest);
            default -> tryToMove(guest, host, another(random, host));
        }
    }

    private String another(Random random, String host) {
        List<String> others = lab.namespaceHosts().stream()
                .filter(other -> !other.equals(host))
                .toList();
        return others.get(random.nextInt(others.size()));
    }

    private void moveByHand(String guest, String from, String to) {
        tryToMove(guest, from, to).succeeded();
    }

    private Run tryToMove(String guest, String from, String to) {
        String address = cluster.host(to).path("migrationAddress").asText();
        return lab.tryVirsh(
                from,
                "migrate",
                "--live",
                "--p2p",
                "--persistent",
                "--undefinesource",
                guest,
                "qemu+tcp://" + address + "/system",
                "--migrateuri",
                "tcp://" + address);
    }

    private void awaitShown(Guest guest, String what, String host) {
        await(what + " of " + guest.name() + " on " + host + " is shown")
                .atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .untilAsserted(() -> assertThat(Json.list(cluster.get("/v1/guests/" + guest.id()), "outside"))
                        .anySatisfy(change -> {
                            assertThat(change.path("what").asText()).isEqualTo(what);
                            assertThat(change.path("host").asText()).isEqualTo(host);
                        }));
    }

    /** Defined on one host, running on one at most, told as it is, and no second of it lived twice. */
    private void assertWhole(Guest guest, long seed) {
        await(guest.name() + " is told as libvirt has it, seed " + seed)
                .atMost(Duration.ofSeconds(90))
                .pollInSameThread()
                .untilAsserted(() -> {
                    SortedMap<String, String> where = cluster.whereIs(guest.name());
                    assertThat(where).hasSize(1);
                    JsonNode told = cluster.get("/v1/guests/" + guest.id());
                    assertThat(told.path("host").asText()).isEqualTo(where.firstKey());
                    assertThat(told.path("state").asText())
                            .isEqualTo(STATE_OF_LIBVIRT.get(where.get(where.firstKey())));
                });
        Ticks ticks = lab.ticks(guest.name());
        assertThat(ticks.duplicates()).as("seed " + seed + ": " + ticks).isZero();
        assertThat(ticks.overlaps()).as("seed " + seed + ": " + ticks).isZero();
    }
}
