package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * kvmherd comes and goes: guests that people defined and started with virsh are taken over, their hosts are emptied and filled
 * again, the guests are given back, and kvmherd is taken off. libvirt is then as it was before, and nobody noticed.
 *
 * <p>What is promised exactly: every persistent definition, every flag of guests, pools and networks, and every process of a
 * guest that did not move, is as it was. In the live definition of a guest that runs through it, libvirt keeps an empty
 * metadata element where ours was, until the guest is started anew.
 */
@ExtendWith(LabExtension.class)
final class AdoptionIT {
    private static final String HOOK = "/etc/libvirt/hooks/qemu.d/kvmherd";
    private static final String KEPT_HOOK = "/run/kept-hook";

    private final Cluster cluster;
    private final Lab lab;
    private final List<ForeignGuest> made = new ArrayList<>();

    AdoptionIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @BeforeEach
    void keepWhatTheRemovalTakesAway() {
        lab.namespaceHosts().forEach(host -> lab.exec(host, "cp", "-p", HOOK, KEPT_HOOK));
    }

    /** What the removal took away, the lab needs for whoever comes next. */
    @AfterEach
    void putTheLabInOrder() {
        lab.namespaceHosts()
                .forEach(host -> lab.exec(host, "sh", "-c", "mkdir -p ${0%/*} && mv " + KEPT_HOOK + " $0", HOOK));
        List<String> members = Json.texts(cluster.get("/v1/hosts"), "items", "name");
        lab.hosts().stream()
                .filter(host -> !members.contains(host))
                .forEach(host -> cluster.kvmherd("host", "add", host).data());
        lab.startAgents(lab.hosts());
        // Without its past an agent counts its lives from 1 again, and the controller takes the reports of a life that
        // it
        // knows only when they are newer: the second life is another one.
        lab.hosts().forEach(lab::killAgent);
        lab.startAgents(lab.hosts());
        cluster.awaitAllHostsUp();
        releaseAll(guest -> true);
        ForeignGuest.removeAll(lab, made);
    }

    @Test
    void takesGuestsOfAllShapesOverEmptiesTheirHostsGivesThemBackAndGoesWithoutATrace() {
        List<ForeignGuest> guests = shapes();
        LibvirtPicture before = LibvirtPicture.of(lab);
        awaitUnmanaged(guests.size());
        JsonNode plan = cluster.kvmherd("guest", "adopt", "--all", "--dry-run").data();
        assertThat(Json.list(plan, "items")).hasSize(guests.size());
        assertThat(LibvirtPicture.of(lab)).isEqualTo(before);

        Told adopted = cluster.kvmherd("guest", "adopt", "--all");

        assertThat(adopted.exit()).as(adopted.said()).isZero();
        LibvirtPicture.of(lab).guests().forEach((name, now) -> {
            assertThat(now.isMarked()).as(name).isTrue();
            assertThat(now.withoutMark())
                    .as(name)
                    .isEqualTo(before.guest(name).withoutMark().withAutostart(false));
        });
        assertObstaclesAreNamed();
        assertThat(startsWithHost("disk")).isEqualTo("ALONE");
        assertThat(startsWithHost("overlay")).isEqualTo("ASKED");

        SortedSet<String> moved = new TreeSet<>();
        lab.namespaceHosts().forEach(host -> moved.addAll(emptyAndFillAgain(host)));
        assertThat(moved).contains(named("nat").name(), named("shared").name());

        releaseAll(guest -> guest.path("host").asText().equals("h1"));
        lab.namespaceHosts().forEach(this::takeOff);

        LibvirtPicture after = LibvirtPicture.of(lab);
        assertThat(after.definitions()).isEqualTo(before.definitions());
        assertThat(after.lives(moved)).isEqualTo(before.lives(moved));
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

    /** As far as it can be: what can move goes and comes back, the others are named and stay. Answers those that moved. */
    private List<String> emptyAndFillAgain(String host) {
        List<JsonNode> there = Json.list(cluster.get("/v1/guests?limit=500"), "items").stream()
                .filter(guest -> guest.path("host").asText().equals(host)
                        && guest.path("state").asText().equals("RUNNING"))
                .toList();
        List<String> movers = names(there, guest -> guest.path("mobility").asInt() > 0);
        List<String> stuck = names(there, guest -> guest.path("mobility").asInt() == 0);
        assertThat(stuck).as("with something in their way on " + host).isNotEmpty();

        JsonNode plan = cluster.api()
                .post("/v1/hosts/" + host + "/evacuate", "{\"dryRun\": true}")
                .json()
                .path("plan");
        assertThat(Json.texts(plan, "steps", "guestName")).containsExactlyInAnyOrderElementsOf(movers);
        assertThat(Json.texts(plan, "blocked", "guestName")).containsExactlyInAnyOrderElementsOf(stuck);
        Told evacuated = cluster.kvmherd("evacuate", host, "-y");

        assertThat(evacuated.exit()).as(evacuated.said()).isEqualTo(movers.isEmpty() ? 5 : 6);
        assertThat(evacuated.said()).contains(stuck);
        assertThat(lab.domains(host)).doesNotContainKeys(movers.toArray(String[]::new));
        movers.forEach(guest -> assertThat(cluster.whereIs(guest)).hasSize(1).containsValue("running"));
        assertRun(host, stuck);
        if (movers.contains(named("shared").name())) {
            assertItIsItselfElsewhere(named("shared"));
        }
        cluster.kvmherd("uncordon", host, "--restore", "all").data();
        assertRun(host, names(there, guest -> true));
        return movers;
    }

    /** A device that kvmherd would never have given it, and its right to run under the next generation. */
    private void assertItIsItselfElsewhere(ForeignGuest guest) {
        String host = cluster.whereIs(guest.name()).firstKey();
        assertThat(lab.virsh(host, "dumpxml", guest.name(), "--inactive"))
                .contains("<rng model='virtio'>")
                .contains("placement=\"2\"");
    }

    private void assertRun(String host, List<String> guests) {
        Map<String, String> domains = lab.domains(host);
        assertThat(guests).allSatisfy(guest -> assertThat(domains).containsEntry(guest, "running"));
    }

    /** One host whose guests were given back before, and two whose guests still belong to a cluster that is taken for gone. */
    private void takeOff(String host) {
        boolean givenBack = host.equals("h1");
        if (givenBack) {
            cluster.kvmherd("host", "remove", host, "-y").data();
        } else {
            assertRefused(uninstall(host, "--release"), "the agent of this host runs");
        }
        lab.killAgent(host);
        if (!givenBack) {
            assertRefused(uninstall(host), "guests still belong to the cluster", "Theirs_", "--release");
            assertThat(lab.exec(host, "ls", HOOK)).contains(HOOK);
        }

        Run removal = (givenBack ? uninstall(host) : uninstall(host, "--release")).succeeded();

        assertThat(removal.out()).contains("kvmherd is gone from this host");
        assertThat(removal.out().contains(" is given back")).isEqualTo(!givenBack);
        assertThat(filesIn(host, HOOK.substring(0, HOOK.lastIndexOf('/')))).isBlank();
        assertThat(filesIn(
                        host,
                        lab.agentConfiguration(host).resolveSibling("agent").toString()))
                .isBlank();
    }

    private static void assertRefused(Run removal, String... why) {
        assertThat(removal.exit()).isEqualTo(1);
        assertThat(removal.err()).contains(why);
    }

    private Run uninstall(String host, String... options) {
        return lab.tryExec(
                host,
                "sh",
                "-c",
                "exec " + lab.uninstall() + " --config " + lab.agentConfiguration(host) + " "
                        + String.join(" ", options));
    }

    private String filesIn(String host, String folder) {
        return lab.exec(host, "sh", "-c", "ls -A " + folder + " 2>/dev/null; true");
    }

    /** At the same time; the first of them as a person would type it. */
    private void releaseAll(Predicate<JsonNode> which) {
        List<String> names = names(Json.list(cluster.get("/v1/guests?limit=500"), "items"), which);
        names.stream()
                .limit(1)
                .forEach(guest -> cluster.kvmherd("guest", "release", guest).data());
        names.stream()
                .skip(1)
                .map(guest -> cluster.post("/v1/guests/" + guest + "/release"))
                .toList()
                .forEach(answer -> assertThat(cluster.awaitEnd(
                                        answer.path("operation").path("id").asText())
                                .path("state")
                                .asText())
                        .isEqualTo("SUCCEEDED"));
    }

    private static List<String> names(List<JsonNode> guests, Predicate<JsonNode> which) {
        return guests.stream()
                .filter(which)
                .map(guest -> guest.path("name").asText())
                .toList();
    }

    private List<ForeignGuest> shapes() {
        ForeignGuest nat = made(ForeignGuest.on("h1", "nat").define(lab).start(lab));
        ForeignGuest disk = made(ForeignGuest.withDisk(lab, "h1", "disk", "local", "raw")
                .define(lab)
                .start(lab));
        lab.virsh("h1", "autostart", disk.name());
        ForeignGuest shared = made(ForeignGuest.withDisk(lab, "h2", "shared", "shared", "raw")
                .with(
                        "s|<memballoon|<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng><memballoon|")
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
