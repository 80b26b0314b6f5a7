package io.kvmherd.common.api;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Verdict;
import java.util.List;

/**
 * What all rules together said about one host.
 *
 * @param verdict the sternest of their answers
 * @param reasons why not; empty when the verdict is YES
 * @param scores by which hosts that could be taken are compared; empty unless the verdict is YES
 */
public record VerdictResource(HostId host, Verdict verdict, List<ReasonResource> reasons, List<Score> scores) {
    public VerdictResource {
        reasons = List.copyOf(reasons);
        scores = List.copyOf(scores);
    }

    /** One term of the comparison; higher is better. */
    public record Score(String term, double weightedValue) {}
}
