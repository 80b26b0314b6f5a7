package io.kvmherd.agent.core.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.port.CopyContract;
import io.kvmherd.agent.core.port.Departure;
import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SimulatedCopyTest extends CopyContract {
    private static final GuestId GUEST = new GuestId(new UUID(5, 5));
    private static final OperationId OPERATION = new OperationId(new UUID(6, 6));

    private final SimulatedHosts hosts = new SimulatedHosts();

    @Override
    protected Hypervisor source() {
        return hosts.h1;
    }

    @Override
    protected Hypervisor destination() {
        return hosts.h2;
    }

    @Override
    protected GuestSpec specWithLocalDisk() {
        return SimulatedHosts.spec("mover", "", "local");
    }

    @Override
    protected Departure departureWithCopies(GuestId guest, List<String> disks) {
        return new Departure(
                guest,
                "sim://h2",
                "tcp://h2",
                List.of("shared"),
                0,
                MigrationPolicy.NORMAL.terms(),
                disks,
                MigrationTransport.PLAIN);
    }

    @Test
    void theContentIsThereAndStaysHere() {
        GuestDisk disk = run();
        hosts.h1.outside().write(disk.path(), "what the guest wrote");
        hosts.h2.copies().make(OPERATION, List.of(disk));

        hosts.h1.migrate(departureWithCopies(GUEST, List.of("vda")), statistics -> {});

        assertThat(hosts.h2.outside().files()).containsEntry(disk.path(), "what the guest wrote");
        assertThat(hosts.h1.outside().files()).containsEntry(disk.path(), "what the guest wrote");
    }

    @Test
    void aCopyThatNobodyMadeAFileForIsNotBegun() {
        run();

        assertThatThrownBy(() -> hosts.h1.migrate(departureWithCopies(GUEST, List.of("vda")), statistics -> {}))
                .isInstanceOf(KvmherdException.class)
                .hasMessageContaining("no file");
    }

    private GuestDisk run() {
        hosts.h1.define(new GuestDefinition(GUEST, specWithLocalDisk(), PlacementGeneration.FIRST));
        hosts.h1.start(GUEST);
        return hosts.h1.disks(GUEST).disks().getFirst();
    }
}
