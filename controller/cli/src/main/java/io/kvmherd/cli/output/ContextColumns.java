package io.kvmherd.cli.output;

import io.kvmherd.cli.context.Contexts;
import io.kvmherd.cli.listing.Cell;
import io.kvmherd.cli.listing.Column;
import io.kvmherd.cli.listing.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Contexts as a list; their tokens are not in it. */
public final class ContextColumns {
    public static final Listing<Row> LISTING = new Listing<>(
            "contexts",
            Listing.Usual.AS_GIVEN,
            List.of(
                    Column.of("context", "CONTEXT", row -> Cell.name(row.name())),
                    Column.of("used", "USED", row -> Cells.answer(row.used())),
                    Column.of("server", "SERVER", row -> Cell.name(row.server().orElse("the socket of this machine"))),
                    Column.of(
                            "authority",
                            "AUTHORITY",
                            row -> Cell.name(row.authority().orElse("")))));

    private ContextColumns() {}

    /**
     * A context as it is shown.
     *
     * @param used whether it is meant when none is named
     * @param server HOST:PORT; empty for the controller on this machine
     * @param authority file of the authority that the server's certificate must come from
     */
    public record Row(String name, boolean used, Optional<String> server, Optional<String> authority) {}

    /** The controller on this machine first, then by name. */
    public static List<Row> rows(Contexts contexts) {
        List<Row> rows = new ArrayList<>();
        rows.add(
                new Row(Contexts.LOCAL, contexts.current().equals(Contexts.LOCAL), Optional.empty(), Optional.empty()));
        contexts.contexts()
                .forEach((name, context) -> rows.add(new Row(
                        name,
                        contexts.current().equals(name),
                        Optional.of(context.server()),
                        Optional.of(context.authority()))));
        return rows;
    }
}
