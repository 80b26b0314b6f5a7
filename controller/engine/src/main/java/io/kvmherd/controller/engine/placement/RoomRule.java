package io.kvmherd.controller.engine.placement;

import io.kvmherd.controller.engine.decision.Answer;
import java.util.List;

/** Whether there is room on a host for one more guest, beside those that weigh on it. */
sealed interface RoomRule
        permits AntiAffinityHolds,
                CommittedMemorySuffices,
                CopiesFitTogether,
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
            new NameIsFree(),
            new CopiesFitTogether());

    /** Those that look at nothing of the guest but its memory as specified and its virtual CPUs. */
    List<RoomRule> BY_SIZE =
            List.of(new CommittedMemorySuffices(), new GuaranteedMemorySuffices(), new CpuRatioSuffices());

    List<RoomRule> BY_GUEST =
            ALL.stream().filter(rule -> !BY_SIZE.contains(rule)).toList();

    Answer judge(Candidate candidate);

    static Answer judgeAll(Candidate candidate) {
        return judge(ALL, candidate);
    }

    /** What holds for every guest of that size, whoever it is. */
    static Answer judgeSize(Candidate candidate) {
        return judge(BY_SIZE, candidate);
    }

    /** What {@link #judgeSize} leaves out. */
    static Answer judgeGuest(Candidate candidate) {
        return judge(BY_GUEST, candidate);
    }

    private static Answer judge(List<RoomRule> rules, Candidate candidate) {
        Answer answer = Answer.YES;
        for (RoomRule rule : rules) {
            answer = answer.and(rule.judge(candidate));
        }
        return answer;
    }
}
