package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine type of a guest that did not ask for one: the newest q35 of its first host. It is settled when the guest is
 * placed for the first time and stands in its specification from then on, so that every later question about another host
 * is asked with it, and QEMU on no host chooses once more.
 */
public final class FirstMachineType {
    private static final Pattern VERSIONED_Q35 = Pattern.compile("pc-q35-(\\d{1,4})\\.(\\d{1,4})(\\.\\d{1,4})?");
    private static final Comparator<Matcher> BY_VERSION = Comparator.<Matcher>comparingInt(
                    match -> Integer.parseInt(match.group(1)))
            .thenComparingInt(match -> Integer.parseInt(match.group(2)));

    private FirstMachineType() {}

    /** The specification as it is from now on; as it was where it names a machine type, or the host offers no q35. */
    public static GuestSpec settle(GuestSpec spec, HostFacts first) {
        if (!spec.machineType().isEmpty()) {
            return spec;
        }
        return first.machineTypes().stream()
                .map(VERSIONED_Q35::matcher)
                .filter(Matcher::matches)
                .max(BY_VERSION)
                .map(newest -> with(spec, newest.group()))
                .orElse(spec);
    }

    private static GuestSpec with(GuestSpec spec, String machineType) {
        return new GuestSpec(
                spec.name(),
                spec.vcpus(),
                spec.memoryMib(),
                spec.memoryMinMib(),
                spec.virtualisation(),
                spec.cpuModel(),
                machineType,
                spec.boot(),
                spec.volumes(),
                spec.networks(),
                spec.requiredLabels(),
                spec.antiAffinityGroup(),
                spec.cannotMove(),
                spec.migration());
    }
}
