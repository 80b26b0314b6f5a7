package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.Hindrance;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.List;

/** Whether a guest can leave a host, wherever it goes. */
sealed interface DepartureRule
        permits GuestIsFree,
                GuestIsOff,
                GuestIsThere,
                GuestRuns,
                NothingHoldsIt,
                NothingStaysBehind,
                SourceIsManaged,
                SourceIsUp {
    List<DepartureRule> ALL = List.of(
            new GuestIsThere(),
            new GuestRuns(),
            new GuestIsFree(),
            new SourceIsManaged(),
            new SourceIsUp(),
            new NothingHoldsIt(Hindrance::blocks));

    /** For a guest that is off and whose definition is to go. */
    List<DepartureRule> OFF = List.of(
            new GuestIsThere(),
            new GuestIsOff(),
            new GuestIsFree(),
            new SourceIsManaged(),
            new SourceIsUp(),
            new NothingHoldsIt(Hindrance::blocksWhenOff),
            new NothingStaysBehind());

    Answer judge(GuestView guest, HostView from);

    static Answer judgeOff(GuestView guest, HostView from) {
        return OFF.stream().map(rule -> rule.judge(guest, from)).reduce(Answer.YES, Answer::and);
    }

    static Answer judgeAll(GuestView guest, HostView from) {
        return ALL.stream().map(rule -> rule.judge(guest, from)).reduce(Answer.YES, Answer::and);
    }
}
