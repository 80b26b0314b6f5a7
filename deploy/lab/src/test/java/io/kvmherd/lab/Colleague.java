package io.kvmherd.lab;

import io.kvmherd.lab.Cluster.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Somebody with a shell on every host who does things to guests with virsh, chosen by chance. Guests are addressed by their
 * UUID, because their names change too. libvirt refuses some of it, which is no deed.
 */
final class Colleague {
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
     * @param isOfState whether it changed what the guest does, rather than what is defined of it
     */
    record Deed(String guest, String what, String host, boolean isOfState) {}

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
        return switch (random.nextInt(8)) {
            case 0, 1 ->
                paused ? deed("RESUMED", true, host, "resume", guest) : deed("PAUSED", true, host, "suspend", guest);
            case 2 -> deed("SHUT_DOWN", true, host, "destroy", guest);
            case 3 -> moved(guest, host, "--undefinesource");
            case 4 -> moved(guest, host);
            default -> toDefinition(guest, host);
        };
    }

    private Optional<Deed> toInactive(String guest, String host) {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> deed("STARTED", true, host, "start", guest);
            case 3 -> deed("RENAMED", true, host, "domrename", guest, "renamed-" + ++counted);
            case 4 -> deed("UNDEFINED", true, host, "undefine", guest, "--snapshots-metadata");
            default -> toDefinition(guest, host);
        };
    }

    private Optional<Deed> toDefinition(String guest, String host) {
        return switch (random.nextInt(4)) {
            case 0 -> withAutostart(guest, host);
            case 1 -> deed("SNAPSHOT_TAKEN", false, host, "snapshot-create-as", guest, "before-" + ++counted);
            case 2 -> deed("SNAPSHOT_DELETED", false, host, "snapshot-delete", guest, "--current");
            default -> deed("EDITED", false, host, "desc", guest, "--config", "note " + ++counted);
        };
    }

    /** Turned on here and off again when it was seen, so that it is always off before. */
    private Optional<Deed> withAutostart(String guest, String host) {
        return deed("AUTOSTART_ON", false, host, "autostart", guest);
    }

    void turnAutostartOff(Deed deed) {
        lab.tryVirsh(deed.host(), "autostart", "--disable", deed.guest());
    }

    private Optional<Deed> moved(String guest, String from, String... flags) {
        List<String> others = lab.namespaceHosts().stream()
                .filter(other -> !other.equals(from))
                .toList();
        String address = cluster.host(others.get(random.nextInt(others.size())))
                .path("migrationAddress")
                .asText();
        List<String> arguments = new ArrayList<>(List.of("migrate", "--live", "--p2p", "--persistent"));
        arguments.addAll(List.of(flags));
        arguments.addAll(List.of(guest, "qemu+tcp://" + address + "/system", "--migrateuri", "tcp://" + address));
        return deed("MOVED_AWAY", true, from, arguments.toArray(String[]::new));
    }

    private Optional<Deed> deed(String what, boolean isOfState, String host, String... virsh) {
        Run run = lab.tryVirsh(host, virsh);
        System.out.println("colleague on " + host + ": virsh " + String.join(" ", virsh)
                + (run.exit() == 0 ? "" : ": refused, " + run.err().strip()));
        String guest = virsh[0].equals("migrate") ? virsh[virsh.length - 4] : virsh[1];
        return run.exit() == 0 ? Optional.of(new Deed(guest, what, host, isOfState)) : Optional.empty();
    }
}
