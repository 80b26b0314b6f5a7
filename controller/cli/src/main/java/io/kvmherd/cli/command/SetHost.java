package io.kvmherd.cli.command;

import io.kvmherd.cli.output.HostText;
import io.kvmherd.common.api.SettingsRequest;
import io.kvmherd.common.model.ManagementMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sets what holds for one host. */
@Command(
        name = "set",
        header = "Set whether a host is managed or only observed.",
        description = {
            "mode=observe: nothing is changed any more on the host; reports, capacity, explanations and dry runs go on. "
                    + "Of what the cluster, the host and its agent say, the strictest holds."
        },
        footer = {"", "Example:", "  kvmherd host set h1 mode=observe"})
final class SetHost implements Callable<Integer> {
    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    @Parameters(index = "1..*", arity = "1..*", paramLabel = Settings.LABEL, description = Settings.DESCRIPTION)
    private Map<String, String> settings = new TreeMap<>();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    SetHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SettingsRequest request = Settings.request(settings, reason.text());
        return session.show(
                session.controller().setHost(host.id(), request),
                shown -> HostText.mode(shown, request.mode().orElse(ManagementMode.MANAGE)));
    }
}
