package io.kvmherd.controller.engine.decision;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.Verdict;
import java.util.List;

/**
 * What all rules together said about one host.
 *
 * @param verdict the sternest of the rules' verdicts
 * @param reasons why not; empty when the verdict is YES
 * @param scores by term, empty unless the verdict is YES; higher is better, each between 0 and 1 times its weight
 */
public record HostVerdict(HostId host, Verdict verdict, List<Reason> reasons, List<Score> scores) {
    /**
     * @param term name of the scorer
     * @param weightedValue its value times its weight
     */
    public record Score(String term, double weightedValue) {}

    public HostVerdict {
        reasons = List.copyOf(reasons);
        scores = List.copyOf(scores);
    }

    /** Without scores: an answer that refuses, or one of which nobody asks how good it is. */
    public static HostVerdict of(HostId host, Answer answer) {
        return new HostVerdict(host, answer.verdict(), answer.reasons(), List.of());
    }

    /** Whether all of them say no, so that waiting changes nothing. */
    public static boolean areFinal(List<HostVerdict> verdicts) {
        return verdicts.stream().allMatch(one -> one.verdict() == Verdict.NO);
    }

    /** Whether one of them may be another later. */
    public static boolean mayChange(List<HostVerdict> verdicts) {
        return verdicts.stream().anyMatch(one -> one.verdict() == Verdict.WAIT);
    }

    public double total() {
        return scores.stream().mapToDouble(Score::weightedValue).sum();
    }
}
