package io.kvmherd.controller.engine.placement;

import io.kvmherd.controller.engine.decision.Answer;
import java.util.List;

/** Whether a guest can go live from the one host to the other, whatever else is on them. */
sealed interface PassageRule
        permits ClockKeepsItsPace,
                CpuFeaturesSuffice,
                CpuIsTheSame,
                CpuVendorMatches,
                DisksAreShared,
                DisksCanBeCopied,
                HostsDiffer,
                HugePagesSuffice,
                LinksPresent,
                NestedStaysAtHome,
                QemuNotOlder,
                TransportIsSafe {
    List<PassageRule> ALL = List.of(
            new HostsDiffer(),
            new CpuVendorMatches(),
            new CpuFeaturesSuffice(),
            new CpuIsTheSame(),
            new NestedStaysAtHome(),
            new ClockKeepsItsPace(),
            new QemuNotOlder(),
            new DisksAreShared(),
            new DisksCanBeCopied(),
            new LinksPresent(),
            new HugePagesSuffice(),
            new TransportIsSafe());

    /** What also holds for a guest that is off: it has no CPU and no memory that another host would have to understand. */
    List<PassageRule> OFF = List.of(
            new HostsDiffer(), new DisksAreShared(), new LinksPresent(), new HugePagesSuffice(), new TransportIsSafe());

    Answer judge(Passage passage);

    static Answer judgeOff(Passage passage) {
        return OFF.stream().map(rule -> rule.judge(passage)).reduce(Answer.YES, Answer::and);
    }

    static Answer judgeAll(Passage passage) {
        return ALL.stream().map(rule -> rule.judge(passage)).reduce(Answer.YES, Answer::and);
    }
}
