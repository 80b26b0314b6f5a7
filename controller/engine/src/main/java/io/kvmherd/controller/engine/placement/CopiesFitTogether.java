package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.controller.engine.decision.Answer;
import java.util.List;
import java.util.Optional;

/**
 * The copies of the guest's disks fit into the host's pools beside those that other moves of the same plan bring there.
 *
 * <p>{@link DisksCanBeCopied} judges the guest alone, and says it where its disks fit not even so. A copy stays when its
 * move has ended, so waiting for that helps nobody.
 */
record CopiesFitTogether() implements RoomRule {
    @Override
    public Answer judge(Candidate candidate) {
        return candidate.demand().copies().stream()
                .map(GuestDisk::pool)
                .distinct()
                .map(pool -> judge(candidate, pool))
                .reduce(Answer.YES, Answer::and);
    }

    private static Answer judge(Candidate candidate, String name) {
        Optional<StoragePool> pool = candidate.host().facts().map(HostFacts::pools).orElse(List.of()).stream()
                .filter(there -> there.name().equals(name))
                .findFirst();
        if (pool.isEmpty()) {
            return Answer.YES;
        }
        long have = pool.get().availableMib();
        long need = CopiedDisks.sizeMib(candidate.demand().copies(), name);
        long held = candidate.ledger().heldCopiesMib(candidate.host().id(), name);
        long others = candidate
                .ledger()
                .triedCopiesMib(candidate.host().id(), name, candidate.demand().guest());
        boolean alone = need <= have - held;
        return !alone || need <= have - held - others
                ? Answer.YES
                : Answer.no(Reason.of(ReasonCode.POOL_TOO_FULL)
                        .with("pool", name)
                        .with("haveMib", have)
                        .with("heldMib", held + others)
                        .with("limitMib", Math.max(0, have - held - others))
                        .with("needMib", need));
    }
}
