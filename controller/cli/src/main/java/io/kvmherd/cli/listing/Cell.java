package io.kvmherd.cli.listing;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a column has of one thing: how people see it, what it is equal to, and where it stands in an order.
 *
 * @param shown in the table
 * @param values what it is equal to, besides what is shown; one empty text where there is nothing
 * @param spelling whether small and capital letters are the same in it
 * @param number what it is ordered by; by what is shown where there is none
 */
public record Cell(String shown, List<String> values, Spelling spelling, OptionalLong number) {
    private static final String NONE = "-";

    public Cell {
        values = List.copyOf(values);
    }

    /** How letters are compared. */
    public enum Spelling {
        /** Of names: web and Web are two guests. */
        EXACT,
        /** Of words: RUNNING and running are one state. */
        ANY_CASE
    }

    /** A name or other text; an empty one is nothing. */
    public static Cell name(String text) {
        return text.isEmpty() ? none(NONE) : new Cell(text, List.of(text), Spelling.EXACT, OptionalLong.empty());
    }

    /** Several names, each of which it is equal to. */
    public static Cell names(List<String> texts) {
        return texts.isEmpty()
                ? none(NONE)
                : new Cell(String.join(",", texts), texts, Spelling.EXACT, OptionalLong.empty());
    }

    /** Words that it is equal to besides what is shown; empty ones are left out. */
    public static Cell word(String shown, String... same) {
        List<String> said = Stream.of(same).filter(word -> !word.isEmpty()).toList();
        return new Cell(shown, said, Spelling.ANY_CASE, OptionalLong.empty());
    }

    /** One of a few values; SHUT_OFF is also shut-off and "shut off". */
    public static Cell word(String shown, Enum<?> value) {
        String name = value.name().toLowerCase(Locale.ROOT);
        return word(shown, name, name.replace('_', '-'), name.replace('_', ' '));
    }

    /** @param number in the unit in which it is compared, whatever unit is shown */
    public static Cell number(long number, String shown) {
        return new Cell(shown, List.of(Long.toString(number)), Spelling.ANY_CASE, OptionalLong.of(number));
    }

    public static Cell number(long number) {
        return number(number, Long.toString(number));
    }

    /** A moment, equal to its ISO form. */
    public static Cell time(Instant time, String shown) {
        return new Cell(shown, List.of(time.toString()), Spelling.ANY_CASE, OptionalLong.of(time.toEpochMilli()));
    }

    /** Nothing, or nothing that is known. */
    public static Cell none(String shown) {
        return new Cell(shown, List.of(""), Spelling.ANY_CASE, OptionalLong.empty());
    }

    boolean isNone() {
        return values.equals(List.of(""));
    }

    boolean isEqualTo(String asked) {
        return isSame(shown, asked) || values.stream().anyMatch(value -> isSame(value, asked));
    }

    private boolean isSame(String own, String asked) {
        return spelling == Spelling.EXACT ? own.equals(asked) : own.equalsIgnoreCase(asked);
    }

    /** Numbers by their size, all else as people count names. */
    static int compare(Cell first, Cell second) {
        return first.number().isPresent() && second.number().isPresent()
                ? Long.compare(first.number().getAsLong(), second.number().getAsLong())
                : NaturalOrder.BY_NAME.compare(first.shown(), second.shown());
    }
}
