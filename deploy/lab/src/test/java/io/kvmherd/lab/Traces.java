package io.kvmherd.lab;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything that a lab could leave on the machine, one line a thing: links, addresses, network namespaces, mounts, control
 * groups, firewall rules, files and programs.
 */
final class Traces {
    /** The lab's cache, which stays so that the next lab is up sooner, is not among them. */
    private static final String SCRIPT = """
            export PATH="$PATH:/usr/sbin:/sbin"
            ip -o link show | awk '{ sub(/@.*/, "", $2); sub(/:$/, "", $2); print "link " $2 }'
            ip -o addr show | awk '{ print "address " $2 " " $4 }'
            ip netns list | awk '{ print "namespace " $1 }'
            awk '{ print "mount " $5 }' /proc/self/mountinfo
            find /sys/fs/cgroup -type d -name '*kvmherd*' | sed 's/^/group /'
            iptables-save 2>/dev/null | grep '^-' | sed 's/^/rule /'
            for path in /run/kvmherd-lab /var/lib/kvmherd-lab /etc/pki /var/log/libvirt /var/cache/libvirt \\
                /var/lib/libvirt /etc/libvirt /run/netns; do
                [ ! -e "$path" ] || echo "file $path"
            done
            ps -eo comm= | grep -E '^(libvirtd|virtlockd|virtlogd|dnsmasq|qemu-system.*)$' | sort | uniq -c | sed 's/^/program /'
            ps -eo args= | grep -E 'kvmherd-(agent|controller)[.]jar' | sed 's/^/program /'
            true
            """;

    private Traces() {}

    static SortedSet<String> ofThisMachine() {
        Run run = Run.of(Duration.ofSeconds(30), Map.of(), List.of("bash", "-c", SCRIPT))
                .succeeded();
        return new TreeSet<>(run.out().lines().toList());
    }
}
