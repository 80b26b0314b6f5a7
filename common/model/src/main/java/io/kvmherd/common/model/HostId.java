package io.kvmherd.common.model;

/**
 * A host's identity: its name in the cluster, which its certificate carries as well. It does not change when the machine
 * is reinstalled; a renamed machine is another host.
 */
public record HostId(String value) implements Comparable<HostId> {
    public HostId {
        Names.requireName("host name", value);
    }

    @Override
    public int compareTo(HostId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
