package io.kvmherd.cli.listing;

import java.util.List;
import java.util.stream.Stream;

/** A list as somebody wants to see it: picked out, sorted, and as lines. */
public final class View<T> {
    private final Listing<T> listing;
    private final List<Column<T>> asked;
    private final List<Sorting<T>> sorting;
    private final List<Condition<T>> conditions;

    /** @param asked columns by name; empty: those that the table has unasked */
    View(Listing<T> listing, List<Column<T>> asked, List<Sorting<T>> sorting, List<Condition<T>> conditions) {
        this.listing = listing;
        this.asked = asked;
        this.sorting = sorting;
        this.conditions = conditions;
    }

    /** Those of which all conditions hold, sorted as asked, otherwise in the order in which they were given. */
    public List<T> pick(List<T> things) {
        Stream<T> picked =
                things.stream().filter(thing -> conditions.stream().allMatch(condition -> condition.holdsFor(thing)));
        for (Sorting<T> sort : sorting) {
            picked = picked.sorted(sort.order());
        }
        return picked.toList();
    }

    /** With the columns that were asked for, else those that every table has. Headers stand over nothing, too. */
    public List<String> table(List<T> things) {
        return lines(
                asked.isEmpty()
                        ? listing.columns().stream()
                                .filter(column -> column.place() == Column.Place.EVERYWHERE)
                                .toList()
                        : asked,
                things);
    }

    /** With the columns that were asked for, else all there are. */
    public List<String> wide(List<T> things) {
        return lines(asked.isEmpty() ? listing.columns() : asked, things);
    }

    /** What identifies each, one a line, for programs that go through them. */
    public List<String> names(List<T> things) {
        return rows(things).stream()
                .map(thing -> listing.identifier().of(thing).shown())
                .toList();
    }

    private List<String> lines(List<Column<T>> columns, List<T> things) {
        Table table = new Table(columns.stream().map(Column::header).toArray(String[]::new));
        rows(things)
                .forEach(thing -> table.row(
                        columns.stream().map(column -> column.of(thing).shown()).toArray(String[]::new)));
        return table.lines();
    }

    /** Rows that are equal in what they are sorted by keep the usual order. */
    private List<T> rows(List<T> things) {
        return pick(
                switch (listing.usual()) {
                    case AS_GIVEN -> things;
                    case BY_IDENTIFIER ->
                        things.stream()
                                .sorted(new Sorting<>(listing.identifier(), Sorting.Direction.UP).order())
                                .toList();
                });
    }
}
