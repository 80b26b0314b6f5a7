package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.controller.engine.decision.Answer;

/**
 * Every disk lies on a pool that the operator declared shared and that was proved shared between the two hosts.
 *
 * <p>Two hosts with pools of one name and different contents is the common mistake, and a guest that is moved onto the
 * wrong contents is destroyed. A declared pool that is not proved yet waits for the proof, which the controller has made
 * before anything moves; an undeclared one is refused, unless disks are copied: then {@link DisksCanBeCopied} has the word.
 */
record DisksAreShared() implements PassageRule {
    @Override
    public Answer judge(Passage passage) {
        return passage.guest().spec().volumes().stream()
                .map(VolumeReference::pool)
                .distinct()
                .map(pool -> judge(pool, passage))
                .reduce(Answer.YES, Answer::and);
    }

    private static Answer judge(String pool, Passage passage) {
        HostId from = passage.from().id();
        HostId to = passage.to().id();
        Reason reason = Reason.of(ReasonCode.POOL_NOT_SHARED).with("pool", pool).with("host", to.value());
        if (!passage.storage().isDeclared(pool)) {
            return passage.storage().copies() ? Answer.YES : Answer.no(reason.with("step", "declared"));
        }
        return passage.storage().isProved(pool, from, to) ? Answer.YES : Answer.wait(reason.with("step", "proved"));
    }
}
