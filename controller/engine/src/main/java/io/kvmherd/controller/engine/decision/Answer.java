package io.kvmherd.controller.engine.decision;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What one rule, or several rules together, said about one question.
 *
 * @param verdict the sternest of what was said
 * @param reasons why not; empty exactly when the verdict is YES
 */
public record Answer(Verdict verdict, List<Reason> reasons) {
    public static final Answer YES = new Answer(Verdict.YES, List.of());

    public Answer {
        reasons = List.copyOf(reasons);
        if ((verdict == Verdict.YES) != reasons.isEmpty()) {
            throw new IllegalArgumentException("verdict " + verdict + " with " + reasons.size()
                    + " reasons; every verdict but YES has at least one, YES has none");
        }
    }

    public static Answer no(Reason reason) {
        return new Answer(Verdict.NO, List.of(reason));
    }

    /** Not now, but it may change by itself. */
    public static Answer wait(Reason reason) {
        return new Answer(Verdict.WAIT, List.of(reason));
    }

    /** The sterner verdict with the reasons of both; a reason that both give is kept once. */
    public Answer and(Answer other) {
        if (isYes() || other.isYes()) {
            return isYes() ? other : this;
        }
        List<Reason> all = new ArrayList<>(reasons);
        other.reasons.stream().filter(reason -> !all.contains(reason)).forEach(all::add);
        return new Answer(verdict.and(other.verdict), all);
    }

    public boolean isYes() {
        return verdict == Verdict.YES;
    }
}
