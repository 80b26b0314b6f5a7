package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.cli.output.GuestColumns;
import io.kvmherd.cli.output.UnmanagedColumns;
import io.kvmherd.common.api.UnmanagedList;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the guests; also under the name ls. */
@Command(
        name = "list",
        header = "List the guests.",
        description = {
            "CAN MOVE TO is the number of hosts that could take the guest live now. Guests that kvmherd does not manage "
                    + "stand below, unless rows or columns are picked; kvmherd guest adopt takes them over.",
            "",
            "Columns: guest, state, host, vcpus, memory, resident, mobility (shown as CAN MOVE TO), now; with -o wide "
                    + "also wish, kind, model, guaranteed, labels, networks, group, operation, adopted, controller, "
                    + "evacuation, created, "
                    + "id. Of unmanaged ones: guest, state, host, vcpus, memory, resident, and id. Memory is compared in "
                    + "MiB; an empty value, as in host=, means none."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd ls",
            "  kvmherd guest list -l state=RUNNING,host=h1 --sort memory:desc",
            "  kvmherd guest list -l mobility=0 -o name",
            "  kvmherd guest list --unmanaged -l host=h1"
        })
final class ListGuests implements Callable<Integer> {
    private final Session session;

    @Mixin
    private ListOptions rows = new ListOptions();

    @Option(names = "--unmanaged", description = "List the guests that kvmherd does not manage, and only those.")
    private boolean unmanaged;

    ListGuests(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return unmanaged ? rows.show(session, UnmanagedColumns.LISTING, this::others) : managed();
    }

    /** All pages as one, and below them those that are not managed; those are left out where they cannot be had. */
    private int managed() {
        int exit = rows.show(
                session,
                GuestColumns.LISTING,
                () -> session.controller().guests().map(guests -> new Page<>(guests.items(), Optional.empty())));
        if (exit == ExitCode.DONE.number()
                && rows.showAllInATable(session)
                && others() instanceof Answer.Given<Page<UnmanagedList.Item>> given) {
            session.console().data(UnmanagedColumns.below(given.value().items()));
        }
        return exit;
    }

    private Answer<Page<UnmanagedList.Item>> others() {
        return session.controller().unmanaged().map(guests -> new Page<>(guests.items(), Optional.empty()));
    }
}
