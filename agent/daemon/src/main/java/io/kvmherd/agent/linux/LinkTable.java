package io.kvmherd.agent.linux;

import io.kvmherd.common.model.Limits;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The network interfaces of the namespace that the agent runs in, which is libvirt's. Read from {@code net/dev} and not from
 * /sys, which may show another namespace than the one it is read in.
 */
final class LinkTable {
    private static final int HEADER_LINES = 2;

    /** What libvirt makes for a guest's interface and takes away with it, and what leads nowhere. */
    private static final Pattern NOT_OWN = Pattern.compile("lo|(vnet|macvtap|macvlan)[0-9]+");

    private LinkTable() {}

    /** In order of name; none where they cannot be told, or are too many to be told. */
    static List<String> read(KernelFile netDev) {
        if (!netDev.exists()) {
            return List.of();
        }
        List<String> names = netDev.lines().stream()
                .skip(HEADER_LINES)
                .filter(line -> line.lastIndexOf(':') > 0)
                .map(line -> line.substring(0, line.lastIndexOf(':')).strip())
                .filter(name -> !NOT_OWN.matcher(name).matches())
                .sorted()
                .toList();
        return names.size() <= Limits.HOST_LINKS ? names : List.of();
    }
}
