package io.kvmherd.agent.core.guard;

import io.kvmherd.agent.core.guard.GuardRecord.Begin;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Failed;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom a command told to go off, and not to run again since.
 *
 * <p>The end of the command would be the simple moment. But the power may go between the guest's end and the record of it,
 * and then a guest that was stopped would start with its host. So its begin counts, as long as nobody knows better: a
 * command that was refused, or that failed, takes it back, and one that was never heard of again does not. That costs a
 * guest that is left off in doubt, which the controller starts; the other way round nobody would notice.
 * A second stop does not take over the doubt of the first: that it failed says nothing about what the first did.
 */
final class KeptOffGuests {
    private final Set<GuestId> off = new LinkedHashSet<>();

    /** The command that nobody knows the end of, for those of them that were not off by an earlier one. */
    private final Map<GuestId, StepKey> inDoubt = new LinkedHashMap<>();

    boolean contains(GuestId guest) {
        return off.contains(guest);
    }

    /** Whether the guest counts only because of this step, whose end is not known. */
    boolean isInDoubtBy(Begin begin) {
        return begin.key().equals(inDoubt.get(begin.guest()));
    }

    void set(GuestId guest, boolean keptOff) {
        inDoubt.remove(guest);
        if (keptOff) {
            off.add(guest);
        } else {
            off.remove(guest);
        }
    }

    /** @param held whether this host ever had the right to run the guest */
    void begin(Begin begin, boolean held) {
        if (begin.beginsAnew()) {
            set(begin.guest(), false);
        } else if (begin.switchesOff() && held && off.add(begin.guest())) {
            inDoubt.put(begin.guest(), begin.key());
        }
    }

    void end(Begin begin, CommandResult result) {
        if (isInDoubtBy(begin)) {
            set(begin.guest(), !leavesItOn(result));
        } else if (begin.switchesOff() && !leavesItOn(result)) {
            inDoubt.remove(begin.guest());
        }
    }

    /** The step is forgotten, and with it whoever could tell how it ended. */
    void forget(Begin begin) {
        if (isInDoubtBy(begin)) {
            inDoubt.remove(begin.guest());
        }
    }

    /** What has to be read after the steps, which say it as well, but in an order that is not the old one. */
    List<GuardRecord> records(List<Begin> steps) {
        List<GuardRecord> records = new ArrayList<>();
        List<GuestId> saidByTheirSteps =
                steps.stream().filter(this::isInDoubtBy).map(Begin::guest).toList();
        off.stream()
                .filter(guest -> !saidByTheirSteps.contains(guest))
                .forEach(guest -> records.add(new GuardRecord.KeptOff(guest, true)));
        steps.stream()
                .map(Begin::guest)
                .distinct()
                .filter(guest -> !off.contains(guest))
                .forEach(guest -> records.add(new GuardRecord.KeptOff(guest, false)));
        return List.copyOf(records);
    }

    /** A failure from which nobody knows the effect is none of these. */
    private static boolean leavesItOn(CommandResult result) {
        return result instanceof NotAdmitted
                || (result instanceof Failed failed && failed.code() != ErrorCode.UNREACHABLE);
    }
}
