package io.kvmherd.controller.simulator;

import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.controller.app.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** Somebody who asks for whatever is done to guests and hosts every day, in an order that a seed draws. */
final class Operator {
    private static final String REASON = "simulated";
    private static final long MEMORY_STEP_MIB = 1_024;

    private final SimulationPlan plan;
    private final Random random;

    Operator(SimulationPlan plan) {
        this.plan = plan;
        this.random = new Random(plan.seed() ^ 0x6f_70_65_72_61_74_6f_72L);
    }

    /** @param operations that may be cancelled */
    Request next(Set<OperationId> operations) {
        String guest = "g" + random.nextInt(plan.guests());
        HostId host = host();
        return switch (random.nextInt(26)) {
            case 0, 1, 2, 3 ->
                new Request.CreateGuest(spec(guest), random.nextInt(5) > 0, Optional.empty(), false, REASON);
            case 4 -> new Request.StartGuest(guest, false, REASON);
            case 5 -> new Request.ShutDownGuest(guest, false, REASON);
            case 6 -> new Request.StopGuest(guest, false, REASON);
            case 7 -> new Request.DeleteGuest(guest, false, false, REASON);
            case 25 -> migration(guest, Optional.of(host));
            case 12 -> new Request.EvacuateHosts(List.of(host), false, false, REASON);
            case 13 -> new Request.SetDuty(host, HostDuty.CORDONED, REASON);
            case 14, 15 -> new Request.SetDuty(host, HostDuty.ACTIVE, REASON);
            case 16 -> new Request.RestoreHost(host, RestoreScope.ALL, false, REASON);
            case 17 -> new Request.RelocateGuest(guest, Optional.empty(), false, REASON);
            case 18 -> new Request.RestoreGuest(guest, false, REASON);
            case 8, 9, 10, 11, 19, 20, 21, 22, 23 -> migration(guest, Optional.empty());
            case 24 -> new Request.StartGuest(guest, false, REASON);
            default -> cancel(operations);
        };
    }

    private Request cancel(Set<OperationId> operations) {
        List<OperationId> all = new ArrayList<>(operations);
        return all.isEmpty()
                ? new Request.SetDuty(host(), HostDuty.ACTIVE, REASON)
                : new Request.CancelOperation(all.get(random.nextInt(all.size())), REASON);
    }

    private HostId host() {
        return new HostId("h" + (1 + random.nextInt(plan.hosts())));
    }

    private static Request migration(String guest, Optional<HostId> to) {
        return new Request.MigrateGuest(guest, to, Optional.empty(), OptionalLong.empty(), false, REASON);
    }

    private GuestSpec spec(String name) {
        long memoryMib = MEMORY_STEP_MIB * (1 + random.nextInt(4));
        List<VolumeReference> volumes = random.nextInt(3) == 0
                ? List.of()
                : List.of(new VolumeReference(
                        random.nextInt(6) == 0 ? "local" : "shared", name + ".qcow2", VolumeReference.Format.QCOW2));
        return new GuestSpec(
                name,
                1 + random.nextInt(4),
                memoryMib,
                memoryMib,
                Virtualisation.KVM,
                "kvm64",
                "",
                Optional.empty(),
                volumes,
                List.of("default"),
                List.of(),
                "",
                random.nextInt(4) == 0 ? CannotMove.SHUT_DOWN : CannotMove.BLOCK);
    }
}
