package io.kvmherd.common.api;

import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.Names;
import io.kvmherd.common.model.Virtualisation;
import java.util.List;
import java.util.Optional;

/**
 * A specification as it is asked for: what is left out takes its default. {@code GuestSpec} is what comes of it.
 *
 * @param name unique in the cluster
 * @param vcpus virtual CPUs
 * @param memoryMib memory the guest sees
 * @param memoryMinMib memory that is guaranteed; half of {@code memoryMib} if missing
 * @param virtualisation KVM if missing
 * @param cpuModel if missing, the plainest model of the kind, which every host can provide: a guest that shall use more
 *     of the CPU names a newer one
 * @param machineType if missing, the first host chooses and the choice is kept
 * @param boot if missing, the guest boots from its first volume
 * @param cannotMove BLOCK if missing
 * @param migration the cluster's if missing
 */
public record RequestedSpec(
        String name,
        int vcpus,
        long memoryMib,
        Optional<Long> memoryMinMib,
        Optional<Virtualisation> virtualisation,
        String cpuModel,
        String machineType,
        Optional<RequestedBoot> boot,
        List<RequestedVolume> volumes,
        List<String> networks,
        List<String> requiredLabels,
        String antiAffinityGroup,
        Optional<CannotMove> cannotMove,
        Optional<MigrationPolicy> migration) {
    private static final String PLAINEST_KVM_MODEL = "kvm64";
    private static final String PLAINEST_EMULATED_MODEL = "qemu64";

    public RequestedSpec {
        volumes = List.copyOf(volumes);
        networks = List.copyOf(networks);
        requiredLabels = List.copyOf(requiredLabels);
    }

    /**
     * The specification with the defaults filled in.
     *
     * @throws io.kvmherd.common.failure.KvmherdException INVALID_INPUT naming the value that cannot be
     */
    public GuestSpec toSpec() {
        Virtualisation kind = virtualisation.orElse(Virtualisation.KVM);
        return new GuestSpec(
                Names.requireName("guest name", name),
                vcpus,
                memoryMib,
                memoryMinMib.orElse(memoryMib / 2),
                kind,
                cpuModel.isEmpty() ? plainestModel(kind) : cpuModel,
                machineType,
                boot.map(RequestedBoot::toBoot),
                volumes.stream().map(RequestedVolume::toReference).toList(),
                networks,
                requiredLabels,
                antiAffinityGroup,
                cannotMove.orElse(CannotMove.BLOCK),
                migration);
    }

    private static String plainestModel(Virtualisation kind) {
        return switch (kind) {
            case KVM -> PLAINEST_KVM_MODEL;
            case EMULATED -> PLAINEST_EMULATED_MODEL;
        };
    }
}
