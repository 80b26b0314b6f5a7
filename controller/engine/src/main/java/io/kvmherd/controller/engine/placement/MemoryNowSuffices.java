package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;

/**
 * What the guest will touch soon is available at this moment, beside what was promised to others and a margin.
 *
 * <p>Promises alone do not tell: caches of the host itself, guests that are not ours and a wrong reserve take real memory.
 * A host that is short now may recover by itself, unless the guest is larger than all that it has.
 */
record MemoryNowSuffices() implements RoomRule {
    @Override
    public Answer judge(Candidate candidate) {
        Capacity.MemoryNow now = candidate.capacity().now();
        long needMib = candidate.demand().nowMib();
        if (needMib <= now.free()) {
            return Answer.YES;
        }
        Reason reason = Reason.of(ReasonCode.MEMORY_NOW)
                .with("haveMib", Math.max(0, now.free()))
                .with("needMib", needMib);
        boolean couldEverFit = needMib + now.margin() <= candidate.capacity().usableMib();
        return couldEverFit ? Answer.wait(reason) : Answer.no(reason);
    }
}
