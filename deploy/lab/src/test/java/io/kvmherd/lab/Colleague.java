package io.kvmherd.lab;

import static org.awaitility.Awaitility.await;

import io.kvmherd.lab.Cluster.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Somebody with a shell on every host who does things to guests with virsh, chosen by chance. Guests are addressed by their
 * UUID, because their names change too. libvirt refuses some of it, which is no deed.
 */
final class Colleague {
    private static final Duration LISTENS_WITHIN = Duration.ofSeconds(40);

    private final Cluster cluster;
    private final Lab lab;
    private final Random random;
    private int counted;

    Colleague(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.lab = cluster.lab();
        this.random = random;
    }

    /**
     * Something that libvirt did at the colleague's wish.
     *
     * @param what how kvmherd calls it
     */
    record Deed(String guest, String what, String host) {
        private static final Set<String> OF_DEFINITION =
                Set.of("EDITED", "AUTOSTART_ON", "SNAPSHOT_TAKEN", "SNAPSHOT_DELETED");

        /** Whether it changed what the guest does, rather than what is defined of it. */
        boolean isOfState() {
            return !OF_DEFINITION.contains(what);
        }
    }

    /** Where libvirt has a guest, whatever it is called there, and in what state. */
    SortedMap<String, String> whereIs(String guest) {
        SortedMap<String, String> found = new TreeMap<>();
        for (String host : lab.namespaceHosts()) {
            Run state = lab.tryVirsh(host, "domstate", guest);
            if (state.exit() == 0) {
                found.put(host, state.out().strip());
            }
        }
        return found;
    }

    /** Does something to the guest; empty if it is nowhere, if it makes no sense in its state, or if libvirt refused. */
    Optional<Deed> act(Guest guest) {
        SortedMap<String, String> where = whereIs(guest.id());
        Optional<Map.Entry<String, String>> active = where.entrySet().stream()
                .filter(entry -> !entry.getValue().equals("shut off"))
                .findFirst();
        if (active.isPresent()) {
            return toActive(
                    guest.id(), active.get().getKey(), active.get().getValue().equals("paused"));
        }
        return where.isEmpty() ? Optional.empty() : toInactive(guest.id(), where.firstKey());
    }

    private Optional<Deed> toActive(String guest, String host, boolean paused) {
        return switch (random.nextInt(11)) {
            case 0, 1 ->
                paused ? deed(guest, "RESUMED", host, "resume", guest) : deed(guest, "PAUSED", host, "suspend", guest);
            case 2 -> deed(guest, "SHUT_DOWN", host, "destroy", guest);
            case 3 -> moved(guest, host, "--undefinesource");
            case 4 -> moved(guest, host);
            case 5 -> paused ? Optional.empty() : shutDown(guest, host);
            case 6 -> crashed(guest, host);
            case 7 -> deed(guest, "SAVED", host, "managedsave", guest);
            default -> toDefinition(guest, host);
        };
    }

    /** A guest that is only just starting does not hear its power button; then nothing was done. */
    private Optional<Deed> shutDown(String guest, String host) {
        Optional<Deed> asked = deed(guest, "SHUT_DOWN", host, "shutdown", guest);
        try {
            await().atMost(LISTENS_WITHIN)
                    .until(() -> asked.isEmpty() || !state(guest, host).equals("running"));
            return asked;
        } catch (ConditionTimeoutException deaf) {
            System.out.println("colleague on " + host + ": " + guest + " does not listen");
            return Optional.empty();
        }
    }

    private Optional<Deed> crashed(String guest, String host) {
        Run name = lab.tryVirsh(host, "domname", guest);
        if (name.exit() != 0) {
            return Optional.empty();
        }
        Run kill = lab.killGuest(host, name.out().strip());
        return deed(guest, "CRASHED", host, "kill -9 of its QEMU", kill);
    }

    private Optional<Deed> toInactive(String guest, String host) {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> started(guest, host);
            case 3 -> deed(guest, "RENAMED", host, "domrename", guest, "renamed-" + ++counted);
            case 4 -> deed(guest, "UNDEFINED", host, "undefine", guest, "--snapshots-metadata");
            default -> toDefinition(guest, host);
        };
    }

    /** A guest that was saved while it was paused comes back paused. */
    private Optional<Deed> started(String guest, String host) {
        return deed(guest, "STARTED", host, "start", guest)
                .map(started -> state(guest, host).equals("paused") ? new Deed(guest, "PAUSED", host) : started);
    }

    private String state(String guest, String host) {
        return lab.tryVirsh(host, "domstate", guest).out().strip();
    }

    private Optional<Deed> toDefinition(String guest, String host) {
        return switch (random.nextInt(4)) {
            case 0 -> deed(guest, "AUTOSTART_ON", host, "autostart", guest);
            case 1 -> deed(guest, "SNAPSHOT_TAKEN", host, "snapshot-create-as", guest, "before-" + ++counted);
            case 2 -> deed(guest, "SNAPSHOT_DELETED", host, "snapshot-delete", guest, "--current");
            default -> deed(guest, "EDITED", host, "desc", guest, "--config", "note " + ++counted);
        };
    }

    /** As soon as it was seen, so that it is always off before. */
    void turnAutostartOff(Deed deed) {
        lab.tryVirsh(deed.host(), "autostart", "--disable", deed.guest());
    }

    private Optional<Deed> moved(String guest, String from, String... flags) {
        List<String> others = lab.namespaceHosts().stream()
                .filter(other -> !other.equals(from))
                .toList();
        String to = others.get(random.nextInt(others.size()));
        return deed(guest, "MOVED_AWAY", from, migration(cluster, guest, to, flags));
    }

    /** The words after {@code virsh} that move a running guest. */
    static String[] migration(Cluster cluster, String guest, String to, String... flags) {
        String address = cluster.host(to).path("migrationAddress").asText();
        List<String> words = new ArrayList<>(List.of("migrate", "--live", "--p2p", "--persistent"));
        words.addAll(List.of(flags));
        words.addAll(List.of(guest, "qemu+tcp://" + address + "/system", "--migrateuri", "tcp://" + address));
        return words.toArray(String[]::new);
    }

    private Optional<Deed> deed(String guest, String what, String host, String... virsh) {
        return deed(guest, what, host, "virsh " + String.join(" ", virsh), lab.tryVirsh(host, virsh));
    }

    private static Optional<Deed> deed(String guest, String what, String host, String how, Run run) {
        System.out.println("colleague on " + host + ": " + how
                + (run.exit() == 0 ? "" : ": refused, " + run.err().strip()));
        return run.exit() == 0 ? Optional.of(new Deed(guest, what, host)) : Optional.empty();
    }
}
