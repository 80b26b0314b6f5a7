package io.kvmherd.agent.core.domain;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.MachineTypes;
import java.util.List;

/** The machine type under which a guest is defined here. */
public final class ChosenMachineType {
    private ChosenMachineType() {}

    /**
     * The one that the specification names, else the newest that this host offers.
     *
     * @throws KvmherdException UNSUPPORTED when there is none
     */
    public static String of(GuestSpec spec, List<String> offered) {
        if (!spec.machineType().isEmpty()) {
            return spec.machineType();
        }
        return MachineTypes.newestQ35(offered)
                .orElseThrow(
                        () -> new KvmherdException(
                                ErrorCode.UNSUPPORTED,
                                "none of this host's " + offered.size()
                                        + " machine types is a q35 with a version; name a machine type in the guest's specification"));
    }
}
