package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A guest with a disk that only its host has. The guest writes each tick into the disk's beginning; the rest is known. */
@ExtendWith(LabExtension.class)
final class StorageCopyIT {
    private static final String FOLDER = "/var/lib/libvirt/images/";

    private final Cluster cluster;
    private final Lab lab;

    StorageCopyIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void takesALocalDiskAlongWhileTheGuestRuns() {
        GuestOrder order = GuestOrder.guest("packed");
        Guest guest = guestWithDisk(order, "16");
        String known = knownPart("h1", order);
        JsonNode plan = awaitPlan(guest);
        assertThat(plan.path("steps")
                        .path(0)
                        .path("copies")
                        .path(0)
                        .path("path")
                        .asText())
                .isEqualTo(file(order));
        long before = lab.newestTick("h1", guest.name());

        JsonNode ended = cluster.kvmherd("migrate", guest.name(), "--to", "h2", "--copy-storage")
                .data();

        assertThat(ended.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("migration").path("leftBehind").path(0).asText()).isEqualTo("h1:" + file(order));
        cluster.assertRunsOnceOn(guest, "h2");
        assertThat(lab.newestTick("h2", guest.name())).isGreaterThan(before);
        assertThat(lab.exec("h2", "tail", "-n", "20", "/var/lib/libvirt/kvmherd-console/" + guest.name() + ".log"))
                .doesNotContain("not written");
        cluster.kvmherd("guest", "stop", guest.name(), "-y").data();
        assertThat(knownPart("h2", order)).isEqualTo(known);
        assertThat(knownPart("h1", order)).isEqualTo(known);
        assertThat(claims("h2")).isEmpty();
    }

    @Test
    void writesOverNobodysFileThere() {
        GuestOrder order = GuestOrder.guest("blocked");
        Guest guest = guestWithDisk(order, "16");
        lab.exec("h2", "sh", "-c", "echo precious > " + file(order));
        awaitPlan(guest);

        Told told = cluster.kvmherd("migrate", guest.name(), "--to", "h2", "--copy-storage");

        assertThat(told.exit()).as(told.said()).isNotZero();
        assertThat(told.said()).contains(file(order)).contains("never written over");
        assertThat(lab.exec("h2", "cat", file(order)).strip()).isEqualTo("precious");
        assertThat(claims("h2")).isEmpty();
        cluster.assertRunsOnceOn(guest, "h1");
    }

    @Test
    void leavesNothingThereWhenItIsCancelledHalfway() {
        GuestOrder order = GuestOrder.guest("halfway");
        Guest guest = guestWithDisk(order, "64");
        String known = knownPart("h1", order);
        awaitPlan(guest);
        String migration = cluster.begin("migrate", guest.name(), "--to", "h2", "--copy-storage", "--bandwidth", "1");
        cluster.awaitOperation(migration, "disks being copied", operation -> {
            assertThat(Cluster.isEnded(operation))
                    .as("ended too early: " + operation)
                    .isFalse();
            return operation.path("progress").path("diskSentBytes").asLong() > 0;
        });

        Told told = cluster.kvmherd("operation", "cancel", migration);

        assertThat(told.exit()).as(told.said()).isZero();
        assertThat(cluster.operation(migration).path("state").asText()).isEqualTo("CANCELLED");
        cluster.assertRunsOnceOn(guest, "h1");
        assertThat(lab.exec("h2", "ls", "-A", FOLDER)).doesNotContain(order.name());
        assertThat(claims("h2")).isEmpty();
        assertThat(knownPart("h1", order)).isEqualTo(known);
    }

    private Guest guestWithDisk(GuestOrder order, String mib) {
        lab.virsh("h1", "vol-create-as", "local", order.name() + ".raw", mib + "M", "--format", "raw");
        lab.exec("h1", "dd", "if=/dev/urandom", "of=" + file(order), "bs=1M", "count=" + mib, "conv=notrunc");
        return cluster.createOn("h1", order.with("--volume", "local/" + order.name() + ".raw:raw"));
    }

    /** Its host tells of the disk with one of its next reports. */
    private JsonNode awaitPlan(Guest guest) {
        return await("the disk of " + guest.name() + " is told of")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .pollInSameThread()
                .until(
                        () -> cluster.kvmherd("migrate", guest.name(), "--to", "h2", "--copy-storage", "--dry-run"),
                        told -> told.exit() == 0)
                .data();
    }

    /** What lies beyond the sectors that the guest writes to. */
    private String knownPart(String host, GuestOrder order) {
        return lab.exec(host, "sh", "-c", "tail -c +8388609 " + file(order) + " | sha256sum")
                .strip();
    }

    private String claims(String host) {
        return lab.exec(host, "sh", "-c", "ls -A " + FOLDER + " | grep kvmherd-copy || true")
                .strip();
    }

    private static String file(GuestOrder order) {
        return FOLDER + order.name() + ".raw";
    }
}
