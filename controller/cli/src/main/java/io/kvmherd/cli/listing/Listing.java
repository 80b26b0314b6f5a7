package io.kvmherd.cli.listing;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Nearest;
import java.util.List;

/**
 * A list of things, described by its columns.
 *
 * @param things what they are called, in the plural
 * @param usual in which order tables stand that nobody asked to sort
 * @param columns the first one identifies the thing
 */
public record Listing<T>(String things, Usual usual, List<Column<T>> columns) {
    public Listing {
        columns = List.copyOf(columns);
        long names = columns.stream().map(Column::name).distinct().count();
        if (columns.isEmpty() || names != columns.size()) {
            throw new IllegalArgumentException(
                    things + " have " + columns.size() + " columns with " + names + " different names");
        }
    }

    /** The order when none is asked for. */
    public enum Usual {
        BY_IDENTIFIER,
        AS_GIVEN
    }

    /**
     * The list as somebody wants to see it.
     *
     * @throws KvmherdException INVALID_INPUT for a column that there is not, with the nearest and all of them, and for a
     *     direction or a condition that cannot be read
     */
    public View<T> view(Wanted wanted) {
        return new View<>(
                this,
                wanted.columns().stream().map(this::column).toList(),
                wanted.sort().isEmpty() ? List.of() : List.of(Sorting.of(this, wanted.sort())),
                wanted.conditions().stream()
                        .map(condition -> Condition.of(this, condition))
                        .toList());
    }

    Column<T> identifier() {
        return columns.getFirst();
    }

    Column<T> column(String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> unknown(name.strip()));
    }

    private KvmherdException unknown(String name) {
        List<String> names = columns.stream().map(Column::name).toList();
        return new KvmherdException(
                ErrorCode.INVALID_INPUT,
                things + " have no column \"" + name + "\"; the nearest is " + Nearest.to(name, names)
                        + ", and all there are: " + String.join(", ", names));
    }
}
