package io.kvmherd.cli.listing;

import java.util.function.Function;

/**
 * One property of the things in a list.
 *
 * @param name by which it is asked for
 * @param header above it; one that begins with {@code >} stands at the right, and so do the cells
 * @param place whether it is seen unasked
 * @param cell what it has of a thing
 */
public record Column<T>(String name, String header, Place place, Function<T, Cell> cell) {

    /** Where a column is shown that nobody asked for by name. */
    public enum Place {
        EVERYWHERE,
        ONLY_WIDE
    }

    /** One that every table has. */
    public static <T> Column<T> of(String name, String header, Function<T, Cell> cell) {
        return new Column<>(name, header, Place.EVERYWHERE, cell);
    }

    /** One that only wide tables have. */
    public static <T> Column<T> wide(String name, String header, Function<T, Cell> cell) {
        return new Column<>(name, header, Place.ONLY_WIDE, cell);
    }

    Cell of(T thing) {
        return cell.apply(thing);
    }
}
