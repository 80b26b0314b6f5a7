package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.listing.Listing;
import io.kvmherd.cli.listing.View;
import io.kvmherd.cli.listing.Wanted;
import io.kvmherd.cli.output.ProgramText;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What can be said about every list, and showing it so. The controller is asked for the whole list; this picks from it. */
final class ListOptions {
    static final String COLUMNS = "--columns";

    @Option(
            names = COLUMNS,
            paramLabel = "COLUMN",
            split = ",",
            description = "Show these, in this order, instead of those that the table has.")
    private List<String> columns = new ArrayList<>();

    @Option(
            names = "--sort",
            paramLabel = "COLUMN[:desc]",
            defaultValue = "",
            description = "Sort by a column, numbers as numbers, what has no value last.")
    private String sort = "";

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "COLUMN=VALUE",
            split = ",",
            description =
                    "Show only what has this value, or with != has it not; several, with commas, must all hold. It is "
                            + "this command that picks and sorts, out of all that the controller lists.")
    private List<String> conditions = new ArrayList<>();

    /**
     * Shows a list.
     *
     * @param ask the call that brings it; not made when what was typed cannot be meant
     * @return the exit code
     */
    <T> int show(Session session, Listing<T> listing, Supplier<Answer<Page<T>>> ask) {
        return show(session, listing, ask, next -> {});
    }

    /** @param whenThereAreMore is told, after the list was shown, where the next page begins */
    <T> int show(
            Session session, Listing<T> listing, Supplier<Answer<Page<T>>> ask, Consumer<String> whenThereAreMore) {
        View<T> view = listing.view(new Wanted(columns, sort, conditions));
        OutputForm form = session.form();
        if (!columns.isEmpty() && form != OutputForm.TABLE && form != OutputForm.WIDE) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    COLUMNS + " chooses what a table shows, and -o "
                            + form.name().toLowerCase(Locale.ROOT) + " writes no table");
        }
        Answer<Page<T>> answer = ask.get();
        int exit = session.write(answer, page -> lines(form, view, page));
        if (answer instanceof Answer.Given<Page<T>> given) {
            given.value().next().ifPresent(whenThereAreMore);
        }
        return exit;
    }

    /** Whether people see every thing with the table's own columns, so that more may stand below. */
    boolean showAllInATable(Session session) {
        boolean table = session.form() == OutputForm.TABLE || session.form() == OutputForm.WIDE;
        return table && columns.isEmpty() && conditions.isEmpty();
    }

    private static <T> List<String> lines(OutputForm form, View<T> view, Page<T> page) {
        return switch (form) {
            case TABLE -> view.table(page.items());
            case WIDE -> view.wide(page.items());
            case NAME -> view.names(page.items());
            case JSON -> List.of(ProgramText.json(view.pick(page.items()), page.next()));
            case JSONL ->
                view.pick(page.items()).stream().map(ProgramText::json).toList();
            case YAML -> ProgramText.yaml(view.pick(page.items()), page.next());
        };
    }
}
