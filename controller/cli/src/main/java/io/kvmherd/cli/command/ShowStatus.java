package io.kvmherd.cli.command;

import io.kvmherd.cli.output.ClusterText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows the cluster's status. */
@Command(
        name = "status",
        header = "Show the cluster at one glance.",
        footer = {"", "Example:", "  kvmherd status"})
final class ShowStatus implements Callable<Integer> {
    private final Session session;

    ShowStatus(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(session.controller().cluster(), ClusterText::status);
    }
}
