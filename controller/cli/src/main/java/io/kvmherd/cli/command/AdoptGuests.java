package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Answer;
import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.cli.output.AdoptionText;
import io.kvmherd.common.api.AdoptRequest;
import io.kvmherd.common.api.AdoptionList;
import io.kvmherd.common.api.AdoptionResource;
import io.kvmherd.common.model.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adopts guests that somebody else defined. */
@Command(
        name = "adopt",
        header = "Manage guests that somebody else defined, without touching them.",
        description = {
            "Only kvmherd's own mark is written into a guest's definition, and libvirt's autostart becomes kvmherd's. For"
                    + " each guest it is said whether it can move live, and what is in the way. A guest that is managed"
                    + " already is looked at anew."
        },
        footer = {"", "Example:", "  kvmherd guest adopt --all --dry-run", "  kvmherd guest adopt web-1 --host h1"})
final class AdoptGuests implements Callable<Integer> {
    private final Session session;

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    @Option(names = "--host", paramLabel = "HOST", description = "Only guests of this host.")
    private Optional<HostId> host = Optional.empty();

    @Option(names = "--carries-controller", description = "A controller of this cluster runs in this guest.")
    private boolean carriesController;

    @Option(
            names = "--dry-run",
            description =
                    "Only look at the guests and say what is in the way; nothing is done, and there is no plan to apply.")
    private boolean dryRun;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Mixin
    private WaitOptions waiting = new WaitOptions();

    /** One guest, or all of them. */
    static final class Whom {
        @Parameters(paramLabel = "GUEST", description = "Name or id of the guest.")
        private String guest = "";

        @Option(names = "--all", description = "Every guest that is not managed.")
        private boolean all;
    }

    AdoptGuests(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        AdoptRequest request = new AdoptRequest(host, whom.guest, whom.all, carriesController, dryRun, reason.text());
        return switch (session.controller().adopt(request)) {
            case Answer.Refused<AdoptionList> refused -> session.complain(refused.complaint());
            case Answer.Given<AdoptionList> given -> follow(given.value());
        };
    }

    private int follow(AdoptionList adoptions) {
        session.console().data(session.lines(adoptions, looked -> AdoptionText.lines(looked, dryRun)));
        List<String> failed = dryRun || !waiting.wanted() ? List.of() : failures(adoptions);
        failed.forEach(session.console()::note);
        long refused = adoptions.items().stream()
                .filter(item -> !item.refusals().isEmpty())
                .count();
        long open = refused + failed.size() + adoptions.silent().size() + adoptions.left();
        session.console().note(AdoptionText.summary(adoptions, failed.size(), dryRun));
        if (open == 0) {
            return ExitCode.DONE.number();
        }
        boolean none = refused + failed.size() == adoptions.items().size();
        return (none ? ExitCode.INFEASIBLE : ExitCode.PARTLY_DONE).number();
    }

    private List<String> failures(AdoptionList adoptions) {
        List<String> failed = new ArrayList<>();
        EndsOfMany ends = new EndsOfMany(session, waiting);
        for (AdoptionResource item : adoptions.items()) {
            item.operation()
                    .flatMap(ends::failure)
                    .ifPresent(why ->
                            failed.add("Guest " + item.name() + " on " + item.host() + " was not adopted: " + why));
        }
        return failed;
    }
}
