package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A colleague who goes on using virsh: what they do is shown and left alone, and no guest is lost or runs twice. */
@ExtendWith(LabExtension.class)
final class ColleagueIT {
    private static final int DEEDS = Integer.getInteger("kvmherd.colleague.deeds", 20);
    private static final Duration MINUTES = Duration.ofMinutes(Integer.getInteger("kvmherd.colleague.minutes", 0));
    private static final Map<String, Set<String>> STATES_OF_LIBVIRT =
            Map.of("running", Set.of("RUNNING"), "paused", Set.of("PAUSED"), "shut off", Cluster.OFF);

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
        lab.virsh("h1", Colleague.migration(cluster, guest.name(), "h2", "--undefinesource"));
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
    void tellsApartASaveACrashAndAReturnToTheCurrentSnapshot() {
        String volume = cluster.sharedVolume("saved.qcow2", "qcow2");
        Guest guest = cluster.createOn("h1", GuestOrder.guest("saved").with("--volume", volume));

        lab.virsh("h1", "snapshot-create-as", guest.name(), "before");
        awaitShown(guest, "SNAPSHOT_TAKEN", "h1");
        lab.virsh("h1", "snapshot-revert", guest.name(), "before");
        awaitShown(guest, "SNAPSHOT_REVERTED", "h1");
        lab.virsh("h1", "managedsave", guest.name());
        awaitShown(guest, "SAVED", "h1");
        String saved = cluster.get("/v1/guests/" + guest.id()).path("state").asText();
        lab.virsh("h1", "start", guest.name());
        awaitShown(guest, "STARTED", "h1");
        lab.killGuest("h1", guest.name()).succeeded();
        awaitShown(guest, "CRASHED", "h1");

        assertThat(saved).isEqualTo("SHUT_OFF_SAVED");
        assertThat(cluster.whereIs(guest.name())).isEqualTo(Map.of("h1", "shut off"));
    }

    /** By default a few deeds; an hour of them with {@code -Dkvmherd.colleague.minutes=60}. */
    @Test
    @Timeout(value = 100, unit = TimeUnit.MINUTES)
    void losesNoGuestAndRunsNoneTwiceBesideASeededColleague() {
        long seed = Long.getLong("kvmherd.seed", System.nanoTime());
        System.out.println("seed of the colleague: -Dkvmherd.seed=" + seed);
        Random random = new Random(seed);
        Colleague colleague = new Colleague(cluster, random);
        Operator operator = new Operator(cluster, random);
        OutsideDiary diary = new OutsideDiary(cluster, "seed " + seed);
        List<Guest> guests = new ArrayList<>();
        for (String host : lab.namespaceHosts()) {
            guests.add(cluster.createOn(host, GuestOrder.guest("colleague")));
        }
        String volume = cluster.sharedVolume("colleague.qcow2", "qcow2");
        guests.add(cluster.create(GuestOrder.guest("colleague").with("--volume", volume)));
        guests.forEach(diary::awaitKnown);

        Instant until = Instant.now().plus(MINUTES);
        for (int deed = 0; deed < DEEDS || Instant.now().isBefore(until); deed++) {
            Guest guest = guests.get(random.nextInt(guests.size()));
            if (random.nextInt(3) == 0) {
                operator.act(guest);
            } else {
                diary.note(guest, () -> colleague.act(guest)).ifPresent(done -> {
                    if (done.what().equals("AUTOSTART_ON")) {
                        diary.awaitShown();
                        colleague.turnAutostartOff(done);
                    }
                });
            }
        }

        operator.finish();
        diary.awaitShown();
        guests.forEach(guest -> assertWhole(guest, colleague, seed));
        assertEveryFailureIsExplained();
    }

    private void assertEveryFailureIsExplained() {
        assertThat(Json.list(cluster.get("/v1/operations?limit=500"), "items"))
                .filteredOn(operation -> operation.path("state").asText().equals("FAILED"))
                .allSatisfy(operation -> assertThat(
                                operation.path("message").path("what").asText())
                        .as(operation.toString())
                        .isNotBlank());
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

    /**
     * Defined on one host, running on one at most, told as it is, and no second of it lived twice. What was undefined is not
     * lost either: it comes back when it is asked for.
     */
    private void assertWhole(Guest guest, Colleague colleague, long seed) {
        if (colleague.whereIs(guest.id()).isEmpty()) {
            cluster.kvmherd("guest", "restore", guest.id()).data();
        }
        await(guest.name() + " is told as libvirt has it, seed " + seed)
                .atMost(Duration.ofSeconds(90))
                .pollInSameThread()
                .untilAsserted(() -> {
                    SortedMap<String, String> where = colleague.whereIs(guest.id());
                    assertThat(where).hasSize(1);
                    JsonNode told = cluster.get("/v1/guests/" + guest.id());
                    assertThat(told.path("host").asText()).isEqualTo(where.firstKey());
                    assertThat(told.path("state").asText()).isIn(STATES_OF_LIBVIRT.get(where.get(where.firstKey())));
                });
        Ticks ticks = lab.ticks(guest.name());
        assertThat(ticks.duplicates()).as("seed " + seed + ": " + ticks).isZero();
        assertThat(ticks.overlaps()).as("seed " + seed + ": " + ticks).isZero();
    }
}
