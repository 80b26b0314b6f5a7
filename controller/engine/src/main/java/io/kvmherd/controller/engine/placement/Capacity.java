package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.common.model.Reason;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.List;
import java.util.function.Supplier;

/**
 * How full one host is, by each of the measures that an arrival has to pass. A host that was never heard of has no
 * capacity at all.
 *
 * @param ratios the overcommit that holds here
 * @param usableMib memory that guests may have: the scope's, less the reserve and the huge pages
 * @param committed MiB promised to guests, with overhead; limited by the ratio
 * @param guaranteed MiB that guests are guaranteed, with overhead; limited by what is usable, at any ratio
 * @param vcpus virtual CPUs; limited by the ratio of the CPU capacity, where a thread that shares its core counts 0.3
 * @param now memory at this moment
 * @param threads no guest may have more virtual CPUs than this
 */
public record Capacity(
        HostId host,
        Ratios ratios,
        long usableMib,
        Use committed,
        Use guaranteed,
        Use vcpus,
        MemoryNow now,
        int threads) {
    /**
     * A measure with a limit that never changes by itself.
     *
     * @param have what is taken
     * @param limit how much may be taken; {@code have} can be above it when somebody lowered the limit
     * @param leaving part of {@code have} that an unfinished operation takes away
     */
    public record Use(long have, long limit, long leaving) {
        public long free() {
            return limit - have;
        }

        /** YES when the need fits, WAIT when it will once those who leave have left, else NO. */
        Answer take(long need, Supplier<Reason> otherwise) {
            if (have + need <= limit) {
                return Answer.YES;
            }
            return have - leaving + need <= limit ? Answer.wait(otherwise.get()) : Answer.no(otherwise.get());
        }
    }

    /**
     * Memory as it is right now, in MiB.
     *
     * @param available what new work could have, as the host measured it
     * @param pending of it promised to guests that have not touched it yet
     * @param margin of it that no arrival may take
     */
    public record MemoryNow(long available, long pending, long margin) {
        public long free() {
            return available - pending - margin;
        }
    }

    public static Capacity of(ClusterView view, HostView host) {
        return Ledger.of(view).capacity(host.id());
    }

    /** Of all hosts, in order of name; one pass over the guests, where a call for each host would make many. */
    public static List<Capacity> ofAll(ClusterView view) {
        Ledger ledger = Ledger.of(view);
        return view.hosts().keySet().stream().map(ledger::capacity).toList();
    }
}
