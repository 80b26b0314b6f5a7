package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.output.GuestText;
import io.kvmherd.common.api.GuestList;
import io.kvmherd.common.api.UnmanagedList;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists the guests; also under the name ls. */
@Command(
        name = "list",
        header = "List the guests.",
        description = {
            "CAN MOVE TO is the number of hosts that could take the guest live now.",
            "Guests that kvmherd does not manage stand below; kvmherd guest adopt takes them over."
        },
        footer = {"", "Example:", "  kvmherd guest list", "  kvmherd ls"})
final class ListGuests implements Callable<Integer> {
    private final Session session;

    ListGuests(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().guests(), this::table, ListGuests::json);
    }

    /** The guests, and below them those that are not managed; those are left out where they cannot be had. */
    private List<String> table(GuestList guests) {
        List<String> lines = new ArrayList<>(GuestText.table(guests.items()));
        if (session.controller().unmanaged() instanceof Answer.Given<UnmanagedList> given) {
            lines.addAll(GuestText.unmanaged(given.value().items()));
        }
        return lines;
    }

    /** All pages as one; each guest is small, all of them together need not be. */
    private static List<String> json(GuestList guests) {
        return List.of(guests.items().stream()
                .map(JsonCodec.wire()::writeText)
                .collect(Collectors.joining(",", "{\"items\":[", "]}")));
    }
}
