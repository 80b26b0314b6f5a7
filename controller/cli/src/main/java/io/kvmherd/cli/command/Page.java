package io.kvmherd.cli.command;

import java.util.List;
import java.util.Optional;

/**
 * Things that the controller listed.
 *
 * @param next where the next ones begin; empty when these are all
 */
record Page<T>(List<T> items, Optional<String> next) {
    Page {
        items = List.copyOf(items);
    }
}
