package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvmherd.lab.Cluster.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The power goes and comes back, and no controller is there: the one of the cluster ran in a guest.
 *
 * <p>The lab's controller is no guest's, so it is ended by hand, and one guest is marked as if it were in there. Hosts are
 * namespaces: a boot is a new boot id in front of the agent, an empty /run and new daemons, on the old disks.
 */
@ExtendWith(LabExtension.class)
final class BootIT {
    /** The agent waits 40 s for a controller. */
    private static final Duration OWN_START = Duration.ofSeconds(120);

    private final Cluster cluster;
    private final Lab lab;
    private final List<ForeignGuest> made = new ArrayList<>();

    BootIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @AfterEach
    void removeThem() {
        ForeignGuest.removeAll(lab, made);
    }

    @Test
    void startsWhatIsItsOwnAndWhatCarriesTheControllerAndAsksAboutTheRest() {
        ForeignGuest local = started("bootlocal", "local");
        ForeignGuest asked = started("bootasked", "shared");
        ForeignGuest herd = started("bootherd", "shared");
        ForeignGuest taken = started("boottaken", "shared");
        adopt(List.of(local, asked, herd, taken));
        for (ForeignGuest own : List.of(herd, taken)) {
            assertThat(cluster.kvmherd("guest", "mark", own.name(), "--controller")
                            .data()
                            .path("ownStart")
                            .asText())
                    .isEqualTo("LOCKED");
        }
        Guest confirmed = cluster.guest(asked.name());
        Guest carrying = cluster.guest(herd.name());

        lab.killController();
        lab.killHost("h1");
        // While nobody looks, somebody starts what was in one of them elsewhere, from the same disk.
        ForeignGuest elsewhere = made(new ForeignGuest(taken.name() + "-again", "h2", taken.edits()));
        elsewhere.define(lab).start(lab);
        lab.startHost("h1");
        lab.startAgent("h1");

        awaitRuns(local, Duration.ofSeconds(60));
        awaitRuns(herd, OWN_START);
        await("the other one is refused by the lock on its disk")
                .atMost(Duration.ofSeconds(20))
                .pollInSameThread()
                .untilAsserted(() -> assertThat(lab.agentLog("h1"))
                        .containsPattern("guest " + taken.name() + " .*could not be started: .*lock"));
        assertThat(lab.domains("h1")).containsEntry(asked.name(), "shut off").containsEntry(taken.name(), "shut off");

        lab.startController();
        cluster.awaitAllHostsUp();
        cluster.assertLivesOn(confirmed, "h1", 2);
        cluster.assertLivesOn(carrying, "h1", 2);
        assertThat(lab.domains("h2")).containsEntry(elsewhere.name(), "running");
        assertThat(lab.domains("h1")).containsEntry(taken.name(), "shut off");
    }

    private ForeignGuest started(String stem, String pool) {
        ForeignGuest guest = made(
                ForeignGuest.withDisk(lab, "h1", stem, pool, "raw").define(lab).start(lab));
        lab.virsh("h1", "autostart", guest.name());
        return guest;
    }

    private void adopt(List<ForeignGuest> guests) {
        lab.namespaceHosts().forEach(host -> lab.virsh(host, "pool-refresh", "shared"));
        await("all are seen")
                .atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .until(() -> Json.list(cluster.get("/v1/unmanaged"), "items").size() == guests.size());
        Told adopted = cluster.kvmherd("guest", "adopt", "--all");
        assertThat(adopted.exit()).as(adopted.said()).isZero();
        assertThat(guests)
                .extracting(guest -> cluster.get("/v1/guests/" + guest.name())
                        .path("adopted")
                        .path("startsWithHost")
                        .asText())
                .containsExactly("ALONE", "ASKED", "ASKED", "ASKED");
    }

    private void awaitRuns(ForeignGuest guest, Duration atMost) {
        await(guest.name() + " runs")
                .atMost(atMost)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(lab.domains("h1")).containsEntry(guest.name(), "running"));
    }

    private ForeignGuest made(ForeignGuest guest) {
        made.add(guest);
        return guest;
    }
}
