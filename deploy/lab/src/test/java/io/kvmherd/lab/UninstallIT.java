package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * kvmherd is taken off a host that goes on working: libvirt is as it was before, and no guest noticed.
 *
 * <p>What is promised exactly: every persistent definition, every flag and every process is as it was. In the live definition
 * of a guest that runs through it, libvirt keeps an empty metadata element where ours was, until the guest is started anew.
 */
@ExtendWith(LabExtension.class)
final class UninstallIT {
    private static final String HOST = "h1";
    private static final String HOOK = "/etc/libvirt/hooks/qemu.d/kvmherd";
    private static final String KEPT_HOOK = "/tmp/kept-hook";

    private final Cluster cluster;
    private final Lab lab;
    private ForeignGuest running;
    private ForeignGuest off;

    UninstallIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
        this.running = ForeignGuest.on(HOST, "runs");
        this.off = ForeignGuest.on(HOST, "off");
    }

    @BeforeEach
    void defineGuests() {
        lab.exec(HOST, "cp", "-p", HOOK, KEPT_HOOK);
        running = ForeignGuest.withDisk(lab, HOST, "runs", "local", "raw")
                .define(lab)
                .start(lab);
        off = off.with("s|<name>|<metadata><x:note xmlns:x='urn:theirs'>keep me</x:note></metadata><name>|")
                .define(lab);
        lab.virsh(HOST, "autostart", off.name());
    }

    /** What the removal took away, the lab needs for whoever comes next. */
    @AfterEach
    void putTheLabInOrder() {
        lab.exec(HOST, "sh", "-c", "mkdir -p ${0%/*} && mv " + KEPT_HOOK + " $0", HOOK);
        lab.startAgent(HOST);
        cluster.awaitAllHostsUp();
        Json.list(cluster.get("/v1/guests"), "items")
                .forEach(guest ->
                        cluster.kvmherd("guest", "release", guest.path("name").asText()));
        List.of(running, off).forEach(guest -> guest.remove(lab, HOST));
    }

    @Test
    void leavesLibvirtAsItWasBefore() {
        SortedMap<String, String> before = libvirt();
        String process = running.look(lab).process();
        awaitUnmanaged();
        cluster.kvmherd("guest", "adopt", "--all", "--host", HOST).data();
        assertThat(libvirt()).isNotEqualTo(before);

        Run whileItRuns = uninstall("--release");
        lab.killAgent(HOST);
        Run withoutARelease = uninstall();

        assertThat(whileItRuns.exit()).isEqualTo(1);
        assertThat(whileItRuns.err()).contains("the agent of this host runs");
        assertThat(withoutARelease.exit()).isEqualTo(1);
        assertThat(withoutARelease.err())
                .contains("guests still belong to the cluster")
                .contains(running.name())
                .contains(off.name())
                .contains("--release");
        assertThat(running.look(lab).isMarked()).isTrue();
        assertThat(lab.exec(HOST, "ls", HOOK)).contains(HOOK);

        Run removal = uninstall("--release").succeeded();

        assertThat(removal.out()).contains("guest " + running.name() + " is given back");
        assertThat(libvirt()).isEqualTo(before);
        assertThat(running.look(lab).process()).isEqualTo(process).isNotEmpty();
        assertThat(lab.domains(HOST)).containsEntry(running.name(), "running").containsEntry(off.name(), "shut off");
        assertThat(lab.exec(HOST, "sh", "-c", "ls -A /etc/libvirt/hooks/qemu.d 2>/dev/null; true"))
                .isBlank();
        assertThat(lab.exec(HOST, "sh", "-c", "ls -A " + dataFolder() + " 2>/dev/null; true"))
                .isBlank();
    }

    /** Everything that libvirt has defined or running on the host, each thing by its name. */
    private SortedMap<String, String> libvirt() {
        SortedMap<String, String> all = new TreeMap<>();
        for (ForeignGuest guest : List.of(running, off)) {
            ForeignGuest.Seen seen = guest.look(lab);
            all.put("guest " + guest.name() + " as defined", seen.persistent());
            all.put(
                    "guest " + guest.name() + " as it is",
                    guest.equals(running) ? withoutEmpty(seen.live()) : seen.live());
            all.put("guest " + guest.name() + " autostart", Boolean.toString(seen.autostart()));
        }
        for (String network : lab.names(HOST, "net-list")) {
            all.put("network " + network, lab.virsh(HOST, "net-dumpxml", network));
            all.put("network " + network + " as defined", lab.virsh(HOST, "net-dumpxml", network, "--inactive"));
            all.put("network " + network + " flags", lab.virsh(HOST, "net-info", network));
        }
        for (String pool : lab.names(HOST, "pool-list")) {
            all.put("pool " + pool, withoutFigures(lab.virsh(HOST, "pool-dumpxml", pool)));
            all.put("pool " + pool + " flags", withoutFigures(lab.virsh(HOST, "pool-info", pool)));
        }
        return all;
    }

    private static String withoutEmpty(String live) {
        return live.replace("  <metadata/>\n", "");
    }

    /** How full a pool is, others of this machine change too. */
    private static String withoutFigures(String pool) {
        return pool.replaceAll("(?im)^ *<?(capacity|allocation|available).*\n", "");
    }

    private Run uninstall(String... options) {
        StringBuilder command = new StringBuilder("exec ")
                .append(lab.uninstall())
                .append(" --config ")
                .append(lab.agentConfiguration(HOST));
        List.of(options).forEach(option -> command.append(' ').append(option));
        return lab.tryExec(HOST, "sh", "-c", command.toString());
    }

    private String dataFolder() {
        return lab.agentConfiguration(HOST).resolveSibling("agent").toString();
    }

    private void awaitUnmanaged() {
        await("both guests are seen and not managed")
                .atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .until(() -> Json.list(cluster.get("/v1/unmanaged"), "items").size() == 2);
    }
}
