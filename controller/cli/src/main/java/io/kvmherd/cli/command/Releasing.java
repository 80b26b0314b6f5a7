package io.kvmherd.cli.command;

import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.cli.output.ReleaseText;
import io.kvmherd.common.api.ReleaseList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets many guests go and waits until each of them is, or is known not to be. */
final class Releasing {
    private final Session session;
    private final WaitOptions waiting;

    Releasing(Session session, WaitOptions waiting) {
        this.session = session;
        this.waiting = waiting;
    }

    /** Shows what became of each; the names of those that were not let go, with why. */
    List<String> follow(ReleaseList releases, boolean dryRun) {
        show(releases, dryRun);
        return kept(releases, dryRun);
    }

    void show(ReleaseList releases, boolean dryRun) {
        session.console().data(session.lines(releases, list -> ReleaseText.lines(list, dryRun)));
    }

    /** As {@link #follow}, without a word on standard output. */
    List<String> kept(ReleaseList releases, boolean dryRun) {
        List<String> kept = new ArrayList<>(releases.items().stream()
                .filter(item -> item.refusal().isPresent())
                .map(ReleaseList.Item::name)
                .toList());
        if (!dryRun && waiting.wanted()) {
            kept.addAll(failures(releases));
        }
        return kept;
    }

    /** What the command ends with: the number of guests that stay decides. */
    static int exit(ReleaseList releases, int kept) {
        if (kept == 0 && releases.left() == 0) {
            return ExitCode.DONE.number();
        }
        boolean none = kept == releases.items().size();
        return (none ? ExitCode.INFEASIBLE : ExitCode.PARTLY_DONE).number();
    }

    private List<String> failures(ReleaseList releases) {
        List<String> failed = new ArrayList<>();
        EndsOfMany ends = new EndsOfMany(session, waiting);
        for (ReleaseList.Item item : releases.items()) {
            Optional<String> why = item.operation().flatMap(ends::failure);
            if (why.isPresent()) {
                session.console()
                        .note("Guest " + item.name() + " on " + item.host() + " was not released: " + why.get());
                failed.add(item.name());
            }
        }
        return failed;
    }
}
