package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.kvmherd.lab.Cluster.Guest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
final class GuestLifeIT {
    private final Cluster cluster;
    private final Lab lab;

    GuestLifeIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void followsAGuestFromCreationToDeletionAsLibvirtSeesIt() {
        GuestOrder order = GuestOrder.guest("life").with("--network", "default");

        cluster.kvmherd(command(order.with("--no-start"))).data();
        Guest guest = cluster.guest(order.name());
        assertThat(cluster.whereIs(order.name())).containsExactly(entry(guest.host(), "shut off"));
        assertThat(lab.virsh(guest.host(), "domuuid", guest.name()).strip()).isEqualTo(guest.id());

        cluster.kvmherd("guest", "start", guest.name()).data();
        cluster.assertRunsOnceOn(guest, guest.host());

        cluster.kvmherd("guest", "shutdown", guest.name()).data();
        assertThat(cluster.whereIs(guest.name())).containsExactly(entry(guest.host(), "shut off"));
        assertThat(lab.exec(guest.host(), "cat", console(guest))).contains("power button");

        cluster.kvmherd("guest", "start", guest.name()).data();
        assertThat(cluster.whereIs(guest.name())).containsExactly(entry(guest.host(), "running"));

        cluster.kvmherd("guest", "stop", guest.name(), "-y").data();
        assertThat(cluster.whereIs(guest.name())).containsExactly(entry(guest.host(), "shut off"));

        cluster.kvmherd("guest", "delete", guest.name(), "-y").data();
        assertThat(cluster.whereIs(guest.name())).isEmpty();
        assertThat(cluster.kvmherd("guest", "show", guest.name()).exit()).isEqualTo(3);
    }

    @Test
    void plansACreationWithoutDoingIt() {
        GuestOrder order = GuestOrder.guest("planned");

        Told told = cluster.kvmherd(command(order.with("--dry-run")));

        assertThat(told.data().path("steps").path(0).path("action").asText()).isEqualTo("CREATE");
        assertThat(cluster.whereIs(order.name())).isEmpty();
        assertThat(cluster.api().get("/v1/guests/" + order.name()).status()).isEqualTo(404);
    }

    @Test
    void keepsWhatPeopleDefinedThemselvesOutOfItsHands() {
        lab.exec(
                "h1",
                "sh",
                "-c",
                "sed -e s/@TYPE@/qemu/ -e s/@NAME@/theirs/ -e '/<disk/,/<.disk>/d' " + guestTemplate()
                        + " > /tmp/theirs.xml");
        lab.virsh("h1", "create", "/tmp/theirs.xml");
        try {
            await("h1 reports one unmanaged guest")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> cluster.host("h1").path("unmanaged").asInt() == 1);

            assertThat(cluster.api().get("/v1/guests/theirs").status()).isEqualTo(404);
            assertThat(cluster.host("h1").path("committedMib").asLong()).isGreaterThan(128);
            assertThat(lab.domains("h1")).containsEntry("theirs", "running");
        } finally {
            lab.virsh("h1", "destroy", "theirs");
            lab.exec("h1", "rm", "-f", "/tmp/theirs.xml");
        }
    }

    private static String guestTemplate() {
        return Path.of("guest", "guest.xml").toAbsolutePath().toString();
    }

    private static String[] command(GuestOrder order) {
        return order.command().toArray(String[]::new);
    }

    private static String console(Guest guest) {
        return "/var/lib/libvirt/kvmherd-console/" + guest.name() + ".log";
    }
}
