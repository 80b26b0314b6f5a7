package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.HypervisorContract;
import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Virtualisation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Against libvirt's in-memory driver, which runs inside the client library: no daemon, but the library is needed. */
class TestDriverIT extends HypervisorContract {
    private static Optional<LibvirtHypervisor> connected = Optional.empty();

    @BeforeAll
    static void connect() {
        connected = Optional.of(LibvirtForTests.connect("test:///default"));
    }

    @AfterAll
    static void disconnect() {
        connected.ifPresent(LibvirtHypervisor::close);
    }

    @Override
    protected Hypervisor hypervisor() {
        return connected.orElseThrow();
    }

    @Override
    protected GuestSpec spec(String name, String machineType) {
        return new GuestSpec(
                name,
                2,
                128,
                0,
                Virtualisation.EMULATED,
                "qemu64",
                machineType,
                Optional.empty(),
                List.of(),
                List.of("default"),
                List.of(),
                "",
                CannotMove.BLOCK);
    }
}
