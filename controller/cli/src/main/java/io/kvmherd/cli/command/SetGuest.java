package io.kvmherd.cli.command;

import io.kvmherd.cli.output.GuestText;
import io.kvmherd.common.api.EvacuationSetting;
import io.kvmherd.common.api.GuestSettingsRequest;
import io.kvmherd.common.model.EvacuationPolicy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets what holds for one guest. */
@Command(
        name = "set",
        header = "Set what becomes of a guest when its host is emptied.",
        description = {
            "live: it moves live, or stays and blocks the evacuation. live-else-cold: it moves live where a host takes it "
                    + "so; otherwise it goes cold. cold: it is asked to shut down, its definition moves to a host that "
                    + "reaches its disks, and it is started there. shutdown-return: it is asked to shut down, stays "
                    + "defined there, and kvmherd host restore starts it again. stay: it is left running; the evacuation is "
                    + "done without it, and its host is cordoned and not called empty. block: the evacuation does not begin "
                    + "while it runs there. default: as the cluster says (cluster.evacuation of the controller's "
                    + "configuration).",
            "A guest that does not shut down when it is asked is left running and reported, and one that was shut down to "
                    + "be moved is started again whatever becomes of its move. Nothing is ever switched off."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd guest set batch-1 --evacuation shutdown-return",
            "  kvmherd guest set batch-1 --evacuation default"
        })
final class SetGuest implements Callable<Integer> {
    private static final String AS_THE_CLUSTER = "default";

    private final Session session;

    @Mixin
    private GuestArgument guest = new GuestArgument();

    @Option(
            names = "--evacuation",
            required = true,
            paramLabel = "POLICY",
            description = "live, live-else-cold, cold, shutdown-return, stay, block, or default.")
    private String evacuation = AS_THE_CLUSTER;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    SetGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        EvacuationSetting setting = evacuation.equalsIgnoreCase(AS_THE_CLUSTER)
                ? EvacuationSetting.DEFAULT
                : EvacuationSetting.of(EvacuationPolicy.of(evacuation));
        return session.show(
                session.controller().setGuest(guest.nameOrId(), new GuestSettingsRequest(setting, reason.text())),
                GuestText::details);
    }
}
