package io.kvmherd.common.api;

import java.util.List;
import java.util.Optional;

/**
 * One page of hosts, in order of name.
 *
 * @param next value of {@code after} that asks for the next page; left out on the last one
 */
public record HostList(List<HostResource> items, Optional<String> next) {
    public HostList {
        items = List.copyOf(items);
    }
}
