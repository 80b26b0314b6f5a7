package io.kvmherd.cli.listing;

import java.util.List;

/**
 * What somebody typed about a list; empty where they said nothing.
 *
 * @param columns names, in the order in which they are to be shown
 * @param sort {@code column} or {@code column:desc}
 * @param conditions {@code column=value} or {@code column!=value}, all of which must hold
 */
public record Wanted(List<String> columns, String sort, List<String> conditions) {
    public static final Wanted NOTHING = new Wanted(List.of(), "", List.of());

    public Wanted {
        columns = List.copyOf(columns);
        conditions = List.copyOf(conditions);
    }
}
