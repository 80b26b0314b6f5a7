package io.kvmherd.cli.listing;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.Comparator;

/** The order of rows by one column. Those that have nothing there come last, in either direction. */
record Sorting<T>(Column<T> column, Direction direction) {
    enum Direction {
        UP,
        DOWN
    }

    /** @param typed {@code column}, {@code column:asc} or {@code column:desc} */
    static <T> Sorting<T> of(Listing<T> listing, String typed) {
        int colon = typed.indexOf(':');
        return colon < 0
                ? new Sorting<>(listing.column(typed), Direction.UP)
                : new Sorting<>(listing.column(typed.substring(0, colon)), direction(typed.substring(colon + 1)));
    }

    Comparator<T> order() {
        Comparator<Cell> up = Cell::compare;
        Comparator<Cell> cells =
                Comparator.comparing(Cell::isNone).thenComparing(direction == Direction.UP ? up : up.reversed());
        return Comparator.comparing(column::of, cells);
    }

    private static Direction direction(String typed) {
        return switch (typed) {
            case "asc" -> Direction.UP;
            case "desc" -> Direction.DOWN;
            default ->
                throw new KvmherdException(
                        ErrorCode.INVALID_INPUT,
                        "the order is \"" + typed + "\"; it must be asc or desc, such as --sort memory:desc");
        };
    }
}
