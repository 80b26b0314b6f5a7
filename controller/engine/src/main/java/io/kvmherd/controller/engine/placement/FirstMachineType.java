package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.MachineTypes;

/**
 * The machine type of a guest that did not ask for one: the newest q35 of its first host. It is settled when the guest is
 * placed for the first time and stands in its specification from then on, so that every later question about another host
 * is asked with it, and QEMU on no host chooses once more.
 */
public final class FirstMachineType {
    private FirstMachineType() {}

    /** The specification as it is from now on; as it was where it names a machine type, or the host offers no q35. */
    public static GuestSpec settle(GuestSpec spec, HostFacts first) {
        if (!spec.machineType().isEmpty()) {
            return spec;
        }
        return MachineTypes.newestQ35(first.machineTypes())
                .map(spec::withMachineType)
                .orElse(spec);
    }
}
