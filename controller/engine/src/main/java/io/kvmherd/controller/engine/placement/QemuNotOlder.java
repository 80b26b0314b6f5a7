package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import java.util.Optional;

/** An older QEMU cannot read the device state that a newer one wrote. */
record QemuNotOlder() implements PassageRule {
    @Override
    public Answer judge(Passage passage) {
        Optional<Long> from = passage.from().facts().map(HostFacts::qemuVersion);
        Optional<Long> to = passage.to().facts().map(HostFacts::qemuVersion);
        if (from.isEmpty() || to.isEmpty() || to.get() >= from.get()) {
            return Answer.YES;
        }
        return Answer.no(Reason.of(ReasonCode.QEMU_OLDER).with("have", to.get()).with("need", from.get()));
    }
}
