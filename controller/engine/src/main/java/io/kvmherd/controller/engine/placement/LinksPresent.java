package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;
import java.util.List;

/**
 * Every bridge and device that the guest's interfaces hang on by name is there, one reason for each that is missing. Whether
 * it leads to the same network nobody can tell. A host that does not say what it has is left to its own check, which every
 * move asks before anything happens.
 */
record LinksPresent() implements PassageRule {
    @Override
    public Answer judge(Passage passage) {
        List<String> there = passage.to().facts().map(HostFacts::links).orElse(List.of());
        if (there.isEmpty()) {
            return Answer.YES;
        }
        return passage.guest().links().entrySet().stream()
                .filter(link -> !there.contains(link.getKey()))
                .map(link -> Answer.no(Reason.of(ReasonCode.LINK_MISSING)
                        .with("link", link.getKey())
                        .with("kind", link.getValue())))
                .reduce(Answer.YES, Answer::and);
    }
}
