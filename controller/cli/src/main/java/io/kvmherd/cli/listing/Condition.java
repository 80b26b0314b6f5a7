package io.kvmherd.cli.listing;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold of a row. Of a cell with several values, such as labels, one that is equal suffices. */
record Condition<T>(Column<T> column, Relation relation, String value) {
    private static final Pattern FORM = Pattern.compile("([^=!]+)(!=|==?)(.*)");

    enum Relation {
        EQUAL,
        NOT_EQUAL
    }

    /** @param typed {@code column=value}, or {@code column!=value}; an empty value is nothing */
    static <T> Condition<T> of(Listing<T> listing, String typed) {
        Matcher found = FORM.matcher(typed);
        if (!found.matches()) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "the selector \"" + typed + "\" is neither COLUMN=VALUE nor COLUMN!=VALUE, such as "
                            + listing.identifier().name() + "=h1");
        }
        Relation relation = found.group(2).equals("!=") ? Relation.NOT_EQUAL : Relation.EQUAL;
        return new Condition<>(
                listing.column(found.group(1)), relation, found.group(3).strip());
    }

    boolean holdsFor(T thing) {
        return column.of(thing).isEqualTo(value) == (relation == Relation.EQUAL);
    }
}
