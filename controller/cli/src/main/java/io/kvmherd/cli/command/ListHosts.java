package io.kvmherd.cli.command;

import io.kvmherd.cli.output.HostText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the hosts. */
@Command(
        name = "list",
        header = "List the hosts.",
        description = {
            "GUESTS shows managed ones, then +N for those that kvmherd does not manage. MEMORY PROMISED is "
                    + "against what the ratio allows."
        },
        footer = {"", "Example:", "  kvmherd host list", "  kvmherd host list -o json"})
final class ListHosts implements Callable<Integer> {
    private final Session session;

    ListHosts(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().hosts(), hosts -> HostText.table(hosts.items()));
    }
}
