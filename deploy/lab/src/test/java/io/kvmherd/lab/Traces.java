package io.kvmherd.lab;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What of a lab is on the machine, one line a thing: links, addresses, network namespaces, mounts, control groups, firewall
 * rules, files and programs. What others do on the machine meanwhile is not in it, but for the folders that a lab makes
 * where they are missing.
 */
final class Traces {
    /**
     * The lab's cache, which stays so that the next lab is up sooner, is not among them. A program is the lab's if it runs in
     * another network namespace than this one, as those of namespace hosts do, or has a file of the lab on its command line.
     */
    private static final String SCRIPT = """
            export PATH="$PATH:/usr/sbin:/sbin"
            ip -o link show | grep -o 'khl-[a-z0-9-]*' | sort -u | sed 's/^/link /'
            ip -o addr show | awk '$4 ~ /^198[.]18[.]77[.]/ { print "address " $2 " " $4 }'
            ip netns list | awk '$1 ~ /^khl-/ { print "namespace " $1 }'
            awk '$5 ~ /kvmherd|khl-/ || $5 == "/run/netns" { print "mount " $5 }' /proc/self/mountinfo
            find /sys/fs/cgroup -type d -name '*kvmherd-lab*' | sed 's/^/group /'
            iptables-save 2>/dev/null | grep kvmherd-lab | sed 's/^/rule /'
            for path in /run/kvmherd-lab /var/lib/kvmherd-lab /etc/pki /var/log/libvirt /var/cache/libvirt \\
                /var/lib/libvirt /etc/libvirt /run/netns; do
                [ ! -e "$path" ] || echo "file $path"
            done
            own="$(readlink /proc/self/ns/net)"
            ps -eo pid=,comm=,args= |
                awk '$2 ~ /^(libvirtd|virtlockd|virtlogd|dnsmasq|qemu-system.*|java)$/ { print $1, $2, /kvmherd-lab/ ? 1 : 0 }' |
                while read -r pid name named; do
                    [ "$named" = 1 ] || { [ "$name" != java ] && [ "$(readlink "/proc/$pid/ns/net")" != "$own" ]; } || continue
                    echo "program $name"
                done | sort | uniq -c
            true
            """;

    private Traces() {}

    static SortedSet<String> ofThisMachine() {
        Run run = Run.of(Duration.ofSeconds(30), Map.of(), List.of("bash", "-c", SCRIPT))
                .succeeded();
        return new TreeSet<>(run.out().lines().toList());
    }
}
