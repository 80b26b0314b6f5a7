package io.kvmherd.cli.command;

import io.kvmherd.common.api.RestoreRequest;
import io.kvmherd.common.model.RestoreScope;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings the guests of a host back to it. */
@Command(
        name = "restore",
        header = "Bring back the guests that evacuations took from a host.",
        description = {
            "Of the evacuations since the host last took guests: who was moved comes back, also from a host that was emptied "
                    + "itself meanwhile, and who was shut down for it is started. The way back is live, but cold where the "
                    + "guest's evacuation policy is cold, or is live-else-cold and it cannot come live. Of a guest that is "
                    + "off the definition comes back.",
            "A guest that somebody has moved since stays where it is, and so does one that does not fit any more; each is "
                    + "reported with the reasons. The host must take guests again: see kvmherd host uncordon. A dry run is "
                    + "made as if it did."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd host restore h1 --dry-run",
            "  kvmherd host restore h1",
            "  kvmherd host restore h1 --restore smart"
        })
final class RestoreHost implements Callable<Integer> {
    static final String WHICH =
            "all; smart, those that can come live and whose return spreads the memory more evenly, and those that were shut "
                    + "down; or ha, the highly available ones, of which there are none as long as the cluster has no high "
                    + "availability.";

    private final Session session;

    @Mixin
    private HostArgument host = new HostArgument();

    @Option(
            names = "--restore",
            paramLabel = "WHICH",
            defaultValue = "all",
            description = "Guests to bring back: " + WHICH + " Default: all.")
    private RestoreScope scope = RestoreScope.ALL;

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    RestoreHost(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        RestoreRequest request = new RestoreRequest(change.reason(), change.dryRun(), Optional.of(scope));
        return session.follow(session.controller().restore(host.id(), request), change.waiting());
    }
}
