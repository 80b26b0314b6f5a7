package io.kvmherd.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Watches events. */
@Command(
        name = "watch",
        header = "Show what changes, one line an event, until Ctrl-C.",
        footer = {"", "Example:", "  kvmherd event watch", "  kvmherd event watch --since 4180 -o json"})
final class WatchEvents implements Callable<Integer> {
    private final Session session;

    @Mixin
    private EventOptions events = new EventOptions();

    WatchEvents(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return events.listen(session);
    }
}
