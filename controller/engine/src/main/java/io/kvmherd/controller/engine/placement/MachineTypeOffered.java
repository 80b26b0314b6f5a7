package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.decision.Answer;

/** QEMU on the host offers the guest's machine type. One that has none yet gets it from its first host. */
record MachineTypeOffered() implements EquipmentRule {
    @Override
    public Answer judge(GuestSpec spec, HostFacts facts) {
        String machineType = spec.machineType();
        return machineType.isEmpty() || facts.machineTypes().contains(machineType)
                ? Answer.YES
                : Answer.no(Reason.of(ReasonCode.MACHINE_TYPE_MISSING).with("machineType", machineType));
    }
}
