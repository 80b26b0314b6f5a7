package io.kvmherd.lab;

import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that the namespace hosts' libvirts have defined or running, and the processes of the guests: one host is one
 * question, however much it has.
 *
 * @param guests by name
 * @param things networks and pools, and all definitions as {@code deploy/uninstall --show-libvirt} prints them, by host and name
 */
record LibvirtPicture(SortedMap<String, ForeignGuest.Seen> guests, SortedMap<String, String> things) {
    private static final String PART = "@@ ";
    private static final String GUEST = " guest ";

    /** How full a pool is, and through how many interfaces a network is used, changes beside us. */
    private static final String SCRIPT = """
            part() { echo "@@ $*"; }
            v() { virsh -q -c qemu:///system "$@"; }
            for g in $(v list --all --name); do
                part "guest $g live"; v dumpxml "$g" --security-info
                part "guest $g persistent"; v dumpxml "$g" --inactive --security-info
                part "guest $g autostart"; v dominfo "$g" | sed -n 's/^Autostart: *//p'
                part "guest $g process"
                if [ -e "/run/libvirt/qemu/$g.pid" ]; then
                    p=$(cat "/run/libvirt/qemu/$g.pid"); echo "$p $(cut -d' ' -f22 "/proc/$p/stat")"
                fi
            done
            for n in $(v net-list --all --name); do
                part "network $n"; v net-dumpxml "$n" | sed "s/ connections='[0-9]*'//"
                part "network $n as defined"; v net-dumpxml "$n" --inactive
                part "network $n flags"; v net-info "$n"
            done
            for p in $(v pool-list --all --name); do
                part "pool $p"; v pool-dumpxml "$p" | grep -Eiv '<(capacity|allocation|available)'
                part "pool $p flags"; v pool-info "$p" | grep -Eiv '^(capacity|allocation|available)'
            done
            """;

    static LibvirtPicture of(Lab lab) {
        SortedMap<String, String> parts = new TreeMap<>();
        for (String host : lab.namespaceHosts()) {
            String told =
                    lab.exec(host, "sh", "-c", SCRIPT + "part shown; exec " + lab.uninstall() + " --show-libvirt");
            Stream.of(told.split("(?m)^" + PART))
                    .filter(part -> !part.isEmpty())
                    .forEach(part -> {
                        String[] sides = part.split("\n", 2);
                        parts.put(host + " " + sides[0], sides[1]);
                    });
        }
        SortedMap<String, ForeignGuest.Seen> guests = new TreeMap<>();
        parts.keySet().stream().filter(key -> key.endsWith(" live")).forEach(key -> {
            String prefix = key.substring(0, key.length() - "live".length());
            guests.put(
                    prefix.substring(prefix.indexOf(GUEST) + GUEST.length()).strip(),
                    new ForeignGuest.Seen(
                            part(parts, key),
                            part(parts, prefix + "persistent"),
                            part(parts, prefix + "process").strip(),
                            part(parts, prefix + "autostart").strip().equals("enable")));
        });
        parts.keySet().removeIf(key -> key.contains(GUEST));
        return new LibvirtPicture(guests, parts);
    }

    ForeignGuest.Seen guest(String name) {
        return Optional.ofNullable(guests.get(name)).orElseThrow(() -> new AssertionError("no guest " + name));
    }

    /** What is kept of a guest in its definition, without what kvmherd and libvirt leave while it runs. */
    SortedMap<String, String> definitions() {
        SortedMap<String, String> all = new TreeMap<>(things);
        guests.forEach((name, seen) -> all.put(name, seen.persistent() + "autostart " + seen.autostart()));
        return all;
    }

    /** What a guest itself would notice: its process, and its machine as it is now. */
    SortedMap<String, String> lives(Set<String> without) {
        return guests.entrySet().stream()
                .filter(guest -> !without.contains(guest.getKey()))
                .collect(Collectors.toMap(
                        guest -> guest.getKey(),
                        guest -> guest.getValue().process()
                                + "\n"
                                + guest.getValue().withoutMark().live(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static String part(SortedMap<String, String> parts, String key) {
        return Optional.ofNullable(parts.get(key)).orElseThrow(() -> new AssertionError("no part " + key));
    }
}
