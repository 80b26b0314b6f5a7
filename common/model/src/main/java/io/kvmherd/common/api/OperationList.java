package io.kvmherd.common.api;

import java.util.List;
import java.util.Optional;

/**
 * One page of operations, newest first.
 *
 * @param next value of {@code after} that asks for the next page; left out on the last one
 */
public record OperationList(List<OperationResource> items, Optional<String> next) {
    public OperationList {
        items = List.copyOf(items);
    }
}
