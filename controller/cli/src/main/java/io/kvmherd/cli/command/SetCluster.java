package io.kvmherd.cli.command;

import io.kvmherd.cli.output.ClusterText;
import io.kvmherd.common.api.ClusterSettingsRequest;
import io.kvmherd.common.api.MigrationSetting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sets what holds for the whole cluster. */
@Command(
        name = "set",
        header = "Set what holds for the whole cluster.",
        description = {
            "mode=observe: nothing is changed any more on any host; reports, capacity, explanations and dry runs go on. "
                    + "Of what the cluster, the host and its agent say, the strictest holds.",
            "migration=POLICY: how far live migrations may go of guests that have no policy of their own: gentle, normal, "
                    + "must-finish, or values of its own, such as downtime=400,auto-converge. default: as "
                    + "cluster.migrationPolicy of the controller's configuration says. Migrations that have begun go on as "
                    + "they began."
        },
        footer = {"", "Example:", "  kvmherd cluster set mode=observe", "  kvmherd cluster set migration=must-finish"})
final class SetCluster implements Callable<Integer> {
    private static final String MIGRATION = "migration";
    private static final List<String> KNOWN = List.of(Settings.MODE, MIGRATION);

    private final Session session;

    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = Settings.LABEL,
            description = "What to set: mode=manage or mode=observe, migration=POLICY or migration=default.")
    private Map<String, String> settings = new TreeMap<>();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    SetCluster(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Settings typed = Settings.of(settings, KNOWN);
        ClusterSettingsRequest request = new ClusterSettingsRequest(
                typed.mode(), typed.text(MIGRATION).map(MigrationSetting::new), reason.text());
        return session.show(
                session.controller().setCluster(request), cluster -> ClusterText.settings(cluster, request));
    }
}
