package io.kvmherd.cli.command;

import io.kvmherd.cli.output.HostText;
import io.kvmherd.common.api.HostSettingsRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sets what holds for one host. */
@Command(
        name = "set",
        header = "Set what holds for one host.",
        description = {
            "mode=observe: nothing is changed any more on the host; reports, capacity, explanations and dry runs go on. "
                    + "Of what the cluster, the host and its agent say, the strictest holds.",
            "migrations-out=N, migrations-in=N: how many live migrations may leave the host, and arrive there, at a time. "
                    + "default: as the cluster says (cluster.migrationsOutPerHost and cluster.migrationsInPerHost of the "
                    + "controller's configuration). What has begun goes on; plans wait until there is room."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd host set h1 mode=observe",
            "  kvmherd host set h1 migrations-out=4 migrations-in=1",
            "  kvmherd host set h1 migrations-out=default"
        })
final class SetHost implements Callable<Integer> {
    private static final String MIGRATIONS_OUT = "migrations-out";
    private static final String MIGRATIONS_IN = "migrations-in";
    private static final List<String> KNOWN = List.of(Settings.MODE, MIGRATIONS_OUT, MIGRATIONS_IN);

    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = Settings.LABEL,
            description =
                    "What to set: mode=manage or mode=observe, migrations-out=N, migrations-in=N; N may be default.")
    private Map<String, String> settings = new TreeMap<>();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    SetHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Settings typed = Settings.of(settings, KNOWN);
        HostSettingsRequest request = new HostSettingsRequest(
                typed.mode(), typed.migrations(MIGRATIONS_OUT), typed.migrations(MIGRATIONS_IN), reason.text());
        return session.show(
                session.controller().setHost(host.id(), request), shown -> HostText.settings(shown, request));
    }
}
