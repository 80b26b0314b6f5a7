package io.kvmherd.controller.engine.placement;

import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.engine.view.HostView;
import java.util.List;

/** Whether a host may take guests at all, whoever they are. */
sealed interface HostRule permits HostIsManaged, HostIsUp, ReportIsFresh, HostIsInventoried, HostIsActive {
    List<HostRule> ALL = List.of(
            new HostIsManaged(), new HostIsUp(), new ReportIsFresh(), new HostIsInventoried(), new HostIsActive());

    Answer judge(ClusterSettings settings, HostView host);

    static Answer judgeAll(ClusterSettings settings, HostView host) {
        return ALL.stream().map(rule -> rule.judge(settings, host)).reduce(Answer.YES, Answer::and);
    }
}
