package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.protocol.CommandResult.GuestDescribed;
import java.util.Optional;

/**
 * What an operation has learned on its way, most of it a migration. Nothing of it lasts: a restarted controller asks anew.
 *
 * @param proving pool that the current proof is about
 * @param described what DESCRIBE told
 * @param source what INSPECT_SOURCE saw, for the judgement
 * @param doubtSinceMs since when the source's copy hangs paused while the destination runs, 0 while it does not
 * @param alarmed whether a double run was announced
 * @param aborting whether the source was asked to abort because the deadline passed
 * @param ownStartBefore of one that tells a host how an own guest starts, what was true before; ASKED for nothing
 */
public record Gathered(
        Optional<String> proving,
        Optional<GuestDescribed> described,
        Optional<SourceSighting> source,
        long doubtSinceMs,
        boolean alarmed,
        boolean aborting,
        Optional<OwnStart> ownStartBefore) {
    static final Gathered NOTHING =
            new Gathered(Optional.empty(), Optional.empty(), Optional.empty(), 0, false, false, Optional.empty());

    Gathered withProving(Optional<String> pool) {
        return new Gathered(pool, described, source, doubtSinceMs, alarmed, aborting, ownStartBefore);
    }

    Gathered withDescribed(GuestDescribed description) {
        return new Gathered(proving, Optional.of(description), source, doubtSinceMs, alarmed, aborting, ownStartBefore);
    }

    Gathered withSource(SourceSighting seen) {
        return new Gathered(proving, described, Optional.of(seen), doubtSinceMs, alarmed, aborting, ownStartBefore);
    }

    Gathered withDoubtSince(long sinceMs) {
        return new Gathered(proving, described, source, sinceMs, alarmed, aborting, ownStartBefore);
    }

    Gathered withAlarm() {
        return new Gathered(proving, described, source, doubtSinceMs, true, aborting, ownStartBefore);
    }

    Gathered withAborting() {
        return new Gathered(proving, described, source, doubtSinceMs, alarmed, true, ownStartBefore);
    }

    Gathered withOwnStartBefore(OwnStart before) {
        return new Gathered(proving, described, source, doubtSinceMs, alarmed, aborting, Optional.of(before));
    }
}
