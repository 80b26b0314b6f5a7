package io.kvmherd.cli.command;

import io.kvmherd.cli.output.ClusterText;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sets what holds for the whole cluster. */
@Command(
        name = "set",
        header = "Set whether the cluster is managed or only observed.",
        description = {
            "mode=observe: nothing is changed any more on any host; reports, capacity, explanations and dry runs go on. "
                    + "Of what the cluster, the host and its agent say, the strictest holds."
        },
        footer = {"", "Example:", "  kvmherd cluster set mode=observe"})
final class SetCluster implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0..*", arity = "1..*", paramLabel = Settings.LABEL, description = Settings.DESCRIPTION)
    private Map<String, String> settings = new TreeMap<>();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    SetCluster(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.show(
                session.controller().setCluster(Settings.request(settings, reason.text())), ClusterText::mode);
    }
}
