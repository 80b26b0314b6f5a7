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

    public double total() {
        return scores.stream().mapToDouble(Score::weightedValue).sum();
    }
}
