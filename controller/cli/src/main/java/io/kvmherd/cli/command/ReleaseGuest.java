package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.client.ControllerClient.GuestAction;
import io.kvmherd.cli.output.ReleaseText;
import io.kvmherd.cli.output.ReleaseText.Stage;
import io.kvmherd.common.api.ReleaseList;
import io.kvmherd.common.api.ReleaseRequest;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets one guest go, or all of them. */
@Command(
        name = "release",
        header = "Manage a guest no longer, or all of them; they stay as they are.",
        description = {
            "No guest is stopped or changed. libvirt starts it with its host again if it did before it was adopted.",
            "With --all each guest is let go by itself: one that cannot be, because its host is silent or an operation holds "
                    + "it, is named and keeps no other. A dry run of that only answers; there is no plan to apply."
        },
        footer = {"", "Example:", "  kvmherd guest release web-1", "  kvmherd guest release --all --host h1 --dry-run"})
final class ReleaseGuest implements Callable<Integer> {
    private final Session session;

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    @Option(names = "--host", paramLabel = "HOST", description = "With --all: only the guests of this host.")
    private Optional<HostId> host = Optional.empty();

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    /** One guest, or all of them. */
    static final class Whom {
        @Parameters(paramLabel = "GUEST", description = "Name or id of the guest.")
        private String guest = "";

        @Option(names = "--all", description = "Every guest that is managed.")
        private boolean all;
    }

    ReleaseGuest(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (whom.all) {
            return all();
        }
        if (host.isPresent()) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT, "--host goes with --all; a guest that is named is where it is");
        }
        return session.follow(
                session.controller().act(whom.guest, GuestAction.RELEASE, change.request()), change.waiting());
    }

    private int all() {
        ReleaseRequest request = new ReleaseRequest(host, change.dryRun(), change.reason());
        return switch (session.controller().release(request)) {
            case Answer.Refused<ReleaseList> refused -> session.complain(refused.complaint());
            case Answer.Given<ReleaseList> given -> {
                List<String> kept = new Releasing(session, change.waiting()).follow(given.value(), change.dryRun());
                Stage stage = Stage.of(change.dryRun(), change.waiting().wanted());
                session.console().note(ReleaseText.summary(given.value(), kept.size(), stage));
                yield Releasing.exit(given.value(), kept.size());
            }
        };
    }
}
