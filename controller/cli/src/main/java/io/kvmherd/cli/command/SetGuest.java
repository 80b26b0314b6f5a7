package io.kvmherd.cli.command;

import io.kvmherd.cli.output.GuestText;
import io.kvmherd.common.api.EvacuationSetting;
import io.kvmherd.common.api.GuestSettingsRequest;
import io.kvmherd.common.api.MigrationSetting;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.EvacuationPolicy;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets what holds for one guest. */
@Command(
        name = "set",
        header = "Set what becomes of a guest when its host is emptied, and how far its migrations may go.",
        description = {
            "What is not named stays as it is.",
            "--evacuation live: it moves live, or stays and blocks the evacuation. live-else-cold: it moves live where a host takes it "
                    + "so; otherwise it goes cold. cold: it is asked to shut down, its definition moves to a host that "
                    + "reaches its disks, and it is started there. shutdown-return: it is asked to shut down, stays "
                    + "defined there, and kvmherd host restore starts it again. stay: it is left running; the evacuation is "
                    + "done without it, and its host is cordoned and not called empty. block: the evacuation does not begin "
                    + "while it runs there. default: as the cluster says (cluster.evacuation of the controller's "
                    + "configuration).",
            "A guest that does not shut down when it is asked is left running and reported, and one that was shut down to "
                    + "be moved is started again whatever becomes of its move. Nothing is ever switched off.",
            "--migration gentle: a short pause, and the guest is never slowed down; the migration gives up rather than "
                    + "disturb it. normal: it may be slowed down. must-finish: as normal, and then post-copy, from which "
                    + "there is no way back. default: as the cluster says (kvmherd cluster set migration=POLICY). It holds "
                    + "for migrations that begin from now on, also of an adopted guest, and nothing of it is written on "
                    + "its host."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd guest set batch-1 --evacuation shutdown-return",
            "  kvmherd guest set batch-1 --evacuation default",
            "  kvmherd guest set db-1 --migration must-finish",
            "  kvmherd guest set db-1 --migration downtime=400,auto-converge"
        })
final class SetGuest implements Callable<Integer> {
    private static final String AS_THE_CLUSTER = "default";

    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Option(
            names = "--evacuation",
            paramLabel = "POLICY",
            description = "live, live-else-cold, cold, shutdown-return, stay, block, or default.")
    private Optional<String> evacuation = Optional.empty();

    @Option(
            names = "--migration",
            paramLabel = "POLICY",
            description =
                    "gentle, normal, must-finish, values of its own, such as downtime=400,auto-converge, or default.")
    private Optional<MigrationSetting> migration = Optional.empty();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    SetGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (evacuation.isEmpty() && migration.isEmpty()) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT, "nothing is set; name --evacuation POLICY, --migration POLICY or both");
        }
        GuestSettingsRequest request =
                new GuestSettingsRequest(evacuation.map(SetGuest::evacuation), migration, reason.text());
        return session.show(session.controller().setGuest(guest.nameOrId(), request), GuestText::details);
    }

    private static EvacuationSetting evacuation(String typed) {
        return typed.equalsIgnoreCase(AS_THE_CLUSTER)
                ? EvacuationSetting.DEFAULT
                : EvacuationSetting.of(EvacuationPolicy.of(typed));
    }
}
