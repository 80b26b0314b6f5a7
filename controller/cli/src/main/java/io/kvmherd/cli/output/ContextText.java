package io.kvmherd.cli.output;

import io.kvmherd.cli.context.Context;
import io.kvmherd.cli.context.Contexts;
import io.kvmherd.cli.listing.Table;
import java.util.List;
import java.util.Map;

/** Contexts as text; tokens are not shown. */
public final class ContextText {
    private ContextText() {}

    public static List<String> table(Contexts contexts) {
        Table table = new Table("USED", "CONTEXT", "SERVER", "AUTHORITY");
        table.row(mark(contexts, Contexts.LOCAL), Contexts.LOCAL, "the socket of this machine", "-");
        for (Map.Entry<String, Context> entry : contexts.contexts().entrySet()) {
            table.row(
                    mark(contexts, entry.getKey()),
                    entry.getKey(),
                    entry.getValue().server(),
                    entry.getValue().authority());
        }
        return table.lines();
    }

    private static String mark(Contexts contexts, String name) {
        return contexts.current().equals(name) ? "*" : "";
    }
}
