package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Guests that people defined and started with virsh are taken over and given back, and do not notice. */
@ExtendWith(LabExtension.class)
final class AdoptionIT {
    private final Cluster cluster;
    private final Lab lab;
    private final List<ForeignGuest> made = new ArrayList<>();

    AdoptionIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @AfterEach
    void removeThem() {
        for (ForeignGuest guest : made) {
            cluster.whereIs(guest.name()).keySet().forEach(host -> guest.remove(lab, host));
        }
    }

    @Test
    void takesGuestsOfAllShapesOverEmptiesTheirHostAndGivesThemBackAsTheyWere() {
        List<ForeignGuest> guests = shapes();
        SortedMap<String, ForeignGuest.Seen> before = look(guests);
        awaitUnmanaged(guests.size());

        JsonNode plan = cluster.kvmherd("guest", "adopt", "--all", "--dry-run").data();
        assertThat(Json.list(plan, "items")).hasSize(guests.size());
        assertThat(look(guests)).isEqualTo(before);

        Told adopted = cluster.kvmherd("guest", "adopt", "--all");

        assertThat(adopted.exit()).as(adopted.said()).isZero();
        look(guests).forEach((name, now) -> {
            ForeignGuest.Seen then = seen(before, name);
            assertThat(now.isMarked()).as(name).isTrue();
            assertThat(now.withoutMark()).as(name).isEqualTo(then.withoutMark().withAutostart(false));
        });
        assertObstaclesAreNamed();
        assertThat(guest("nat").path("mobility").asInt()).isPositive();
        assertThat(startsWithHost("disk")).isEqualTo("ALONE");
        assertThat(startsWithHost("overlay")).isEqualTo("ASKED");

        String moved = emptyTheFirstHost();

        guests.forEach(
                guest -> cluster.kvmherd("guest", "release", guest.name()).data());
        guests.stream().filter(guest -> !guest.name().equals(moved)).forEach(guest -> {
            ForeignGuest.Seen now = guest.look(lab);
            assertThat(now.isMarked()).as(guest.name()).isFalse();
            assertThat(now.withoutMark())
                    .as(guest.name())
                    .isEqualTo(seen(before, guest.name()).withoutMark());
        });
        assertThat(Json.list(cluster.get("/v1/guests"), "items"))
                .extracting(guest -> guest.path("name").asText())
                .noneMatch(name -> name.startsWith("Theirs_"));
    }

    private void assertObstaclesAreNamed() {
        assertThat(obstacles("nat")).containsExactlyInAnyOrder("STATE_ON_HOST");
        assertThat(obstacles("disk")).containsExactlyInAnyOrder("STATE_ON_HOST", "POOL_NOT_SHARED");
        assertThat(obstacles("shared")).containsExactlyInAnyOrder("STATE_ON_HOST");
        assertThat(obstacles("snapshot")).containsExactlyInAnyOrder("SNAPSHOTS_KEPT", "STATE_ON_HOST");
        assertThat(obstacles("outside")).containsExactlyInAnyOrder("DISK_IN_NO_POOL", "STATE_ON_HOST");
        assertThat(obstacles("macvtap")).containsExactlyInAnyOrder("INTERFACE_OF_HOST", "STATE_ON_HOST");
        assertThat(obstacles("overlay"))
                .containsExactlyInAnyOrder("DISK_IN_NO_POOL", "STATE_ON_HOST", "POOL_NOT_SHARED");
        assertThat(obstacles("offoverlay")).containsExactlyInAnyOrder("DISK_IN_NO_POOL", "STATE_ON_HOST");
        assertThat(obstacles("uefi")).containsExactlyInAnyOrder("STATE_ON_HOST", "STATE_ON_HOST");
        assertThat(obstacles("cdrom")).containsExactlyInAnyOrder("STATE_ON_HOST", "POOL_NOT_SHARED");
        assertThat(obstacles("folder")).containsExactlyInAnyOrder("STATE_ON_HOST", "STATE_ON_HOST");
        assertThat(obstacles("maximum")).containsExactlyInAnyOrder("CPU_FROM_HOST", "STATE_ON_HOST");
    }

    /** Of those that run there one can move; the others are named and stay as they are. Answers the one that moved. */
    private String emptyTheFirstHost() {
        Told evacuated = cluster.kvmherd("evacuate", "h1", "-y");

        assertThat(evacuated.exit()).as(evacuated.said()).isEqualTo(6);
        assertThat(evacuated.said())
                .contains(named("disk").name())
                .contains(named("overlay").name());
        String moved = named("nat").name();
        assertThat(cluster.whereIs(moved)).hasSize(1).doesNotContainKey("h1").containsValue("running");
        for (String stem : List.of("disk", "overlay")) {
            assertThat(cluster.whereIs(named(stem).name()))
                    .containsOnlyKeys("h1")
                    .containsValue("running");
        }
        cluster.kvmherd("uncordon", "h1").data();
        return moved;
    }

    @Test
    void movesAnAdoptedGuestWithItsOwnDefinition() {
        ForeignGuest guest = made(ForeignGuest.withDisk(lab, "h1", "moves", "shared", "raw")
                .with(
                        "s|<memballoon|<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng><memballoon|")
                .define(lab)
                .start(lab));
        lab.namespaceHosts().forEach(host -> lab.virsh(host, "pool-refresh", "shared"));
        awaitUnmanaged(1);
        cluster.kvmherd("guest", "adopt", guest.name(), "--host", "h1").data();

        cluster.kvmherd("migrate", guest.name(), "--to", "h2").data();

        assertThat(cluster.whereIs(guest.name())).containsOnlyKeys("h2").containsValue("running");
        assertThat(lab.virsh("h2", "dumpxml", guest.name(), "--inactive"))
                .contains("<rng model='virtio'>")
                .contains("placement=\"2\"");
    }

    private List<ForeignGuest> shapes() {
        ForeignGuest nat = made(ForeignGuest.on("h1", "nat").define(lab).start(lab));
        ForeignGuest disk = made(ForeignGuest.withDisk(lab, "h1", "disk", "local", "raw")
                .define(lab)
                .start(lab));
        lab.virsh("h1", "autostart", disk.name());
        ForeignGuest shared = made(ForeignGuest.withDisk(lab, "h2", "shared", "shared", "raw")
                .define(lab)
                .start(lab));
        lab.namespaceHosts().forEach(host -> lab.virsh(host, "pool-refresh", "shared"));
        ForeignGuest snapshot = made(
                ForeignGuest.withDisk(lab, "h2", "snapshot", "local", "qcow2").define(lab));
        lab.virsh("h2", "snapshot-create-as", snapshot.name(), "before");
        lab.exec("h3", "truncate", "-s", "16M", "/var/lib/libvirt/outside.raw");
        ForeignGuest outside = made(ForeignGuest.on("h3", "outside"));
        outside = replaced(
                outside,
                new ForeignGuest(outside.name(), "h3", List.of("s|@DISK@|/var/lib/libvirt/outside.raw|"))
                        .define(lab)
                        .start(lab));
        ForeignGuest macvtap = made(ForeignGuest.on("h3", "macvtap")
                .with("s|<interface type='network'><source network='default'/>|<interface type='direct'>"
                        + "<source dev='eth0' mode='bridge'/>|")
                .with("s|<name>|<metadata><x:note xmlns:x='urn:theirs'>keep me</x:note></metadata><name>|")
                .define(lab)
                .start(lab));
        ForeignGuest overlay = made(ForeignGuest.withOverlay(lab, "h1", "overlay", "local", "shared")
                .define(lab)
                .start(lab));
        lab.virsh("h1", "autostart", overlay.name());
        ForeignGuest offOverlay = made(ForeignGuest.withOverlay(lab, "h2", "offoverlay", "shared", "local")
                .define(lab));
        ForeignGuest firmware =
                made(ForeignGuest.on("h3", "uefi").withFirmware().define(lab));
        ForeignGuest cdrom = made(ForeignGuest.withDisk(lab, "h2", "cdrom", "local", "raw")
                .with("s|<target dev='vda' bus='virtio'/>|<target dev='sda' bus='sata'/><readonly/>|")
                .with("s|device='disk'|device='cdrom'|")
                .define(lab)
                .start(lab));
        lab.exec("h3", "mkdir", "-p", "/var/lib/libvirt/folder");
        ForeignGuest folder = made(ForeignGuest.on("h3", "folder")
                .with("s|<memballoon|<filesystem type='mount' accessmode='mapped'>"
                        + "<source dir='/var/lib/libvirt/folder'/><target dir='folder'/></filesystem><memballoon|")
                .define(lab)
                .start(lab));
        ForeignGuest maximum = made(ForeignGuest.on("h2", "maximum")
                .with("s|<cpu mode='custom'.*</cpu>|<cpu mode='maximum'/>|")
                .define(lab)
                .start(lab));
        return List.of(
                nat, disk, shared, snapshot, outside, macvtap, overlay, offOverlay, firmware, cdrom, folder, maximum);
    }

    private ForeignGuest made(ForeignGuest guest) {
        made.add(guest);
        return guest;
    }

    private ForeignGuest replaced(ForeignGuest old, ForeignGuest guest) {
        made.remove(old);
        return made(guest);
    }

    private SortedMap<String, ForeignGuest.Seen> look(List<ForeignGuest> guests) {
        SortedMap<String, ForeignGuest.Seen> seen = new TreeMap<>();
        guests.forEach(guest -> seen.put(guest.name(), guest.look(lab)));
        return seen;
    }

    private static ForeignGuest.Seen seen(SortedMap<String, ForeignGuest.Seen> all, String name) {
        return Optional.ofNullable(all.get(name)).orElseThrow();
    }

    private void awaitUnmanaged(int count) {
        await(count + " guests are seen and not managed")
                .atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .until(() -> Json.list(cluster.get("/v1/unmanaged"), "items").size() == count);
    }

    private ForeignGuest named(String stem) {
        return made.stream()
                .filter(guest -> guest.name().startsWith("Theirs_" + stem + "."))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode guest(String stem) {
        return cluster.get("/v1/guests/" + named(stem).name());
    }

    private String startsWithHost(String stem) {
        return guest(stem).path("adopted").path("startsWithHost").asText();
    }

    /** What is in the way of a live migration, by its definition or by what all other hosts say. */
    private List<String> obstacles(String stem) {
        JsonNode guest = guest(stem);
        List<String> codes = new ArrayList<>();
        Json.list(guest.path("adopted"), "hindrances")
                .forEach(hindrance ->
                        codes.add(hindrance.path("reason").path("code").asText()));
        if (guest.path("state").asText().equals("RUNNING")) {
            JsonNode explained = cluster.get("/v1/guests/" + guest.path("name").asText() + "/explanation");
            Json.list(explained, "hosts").stream()
                    .flatMap(host -> Json.list(host, "reasons").stream())
                    .map(reason -> reason.path("code").asText())
                    .filter(code -> code.equals("POOL_NOT_SHARED"))
                    .distinct()
                    .forEach(codes::add);
        }
        return codes;
    }
}
