package io.kvmherd.common.api;

import java.util.List;
import java.util.Optional;

/**
 * One page of guests, in order of name.
 *
 * @param next value of {@code after} that asks for the next page; left out on the last one
 */
public record GuestList(List<GuestResource> items, Optional<String> next) {
    public GuestList {
        items = List.copyOf(items);
    }
}
