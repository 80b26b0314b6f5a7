package io.kvmherd.controller.engine.placement;

import io.kvmherd.controller.engine.decision.HostVerdict.Score;
import java.util.List;

/** What makes one host better than another when both can take a guest. */
sealed interface Scorer permits EvenLoad, Headroom {
    List<Scorer> ALL = List.of(new EvenLoad(), new Headroom());

    String term();

    double weight();

    /** Between 0 and 1, higher is better. */
    double value(Candidate candidate, Field field);

    static List<Score> scoreAll(Candidate candidate, Field field) {
        return ALL.stream()
                .map(scorer -> new Score(scorer.term(), scorer.weight() * scorer.value(candidate, field)))
                .toList();
    }
}
