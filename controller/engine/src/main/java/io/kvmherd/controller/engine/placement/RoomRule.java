package io.kvmherd.controller.engine.placement;

import io.kvmherd.controller.engine.decision.Answer;
import java.util.List;

/** Whether there is room on a host for one more guest, beside those that weigh on it. */
sealed interface RoomRule
        permits AntiAffinityHolds,
                CommittedMemorySuffices,
                CpuRatioSuffices,
                GuaranteedMemorySuffices,
                MemoryNowSuffices,
                NameIsFree {
    List<RoomRule> ALL = List.of(
            new CommittedMemorySuffices(),
            new GuaranteedMemorySuffices(),
            new MemoryNowSuffices(),
            new CpuRatioSuffices(),
            new AntiAffinityHolds(),
            new NameIsFree());

    Answer judge(Candidate candidate);

    static Answer judgeAll(Candidate candidate) {
        return ALL.stream().map(rule -> rule.judge(candidate)).reduce(Answer.YES, Answer::and);
    }
}
