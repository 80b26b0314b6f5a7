package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.controller.engine.decision.Answer;
import java.util.List;

/** Whether a host has what a guest asks for. Answers change only when somebody changes the machine or the guest. */
sealed interface EquipmentRule
        permits CanVirtualise, EnoughThreads, LabelsPresent, MachineTypeOffered, NetworksPresent, PoolsPresent {
    List<EquipmentRule> ALL = List.of(
            new CanVirtualise(),
            new EnoughThreads(),
            new LabelsPresent(),
            new MachineTypeOffered(),
            new PoolsPresent(),
            new NetworksPresent());

    Answer judge(GuestSpec spec, HostFacts facts);

    static Answer judgeAll(GuestSpec spec, HostFacts facts) {
        return ALL.stream().map(rule -> rule.judge(spec, facts)).reduce(Answer.YES, Answer::and);
    }
}
