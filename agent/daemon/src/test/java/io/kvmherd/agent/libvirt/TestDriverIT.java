package io.kvmherd.agent.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.HypervisorContract;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Virtualisation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;

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

    @Test
    void aFailureAfterSomethingWasDoneReadsAsNotKnownWhateverLibvirtSays() throws LibvirtException {
        Connect connection = new Connect("test:///default");
        LibvirtException failure =
                catchThrowableOfType(LibvirtException.class, () -> connection.domainLookupByName("nobody"));
        connection.close();

        KvmherdException halfDone = LibvirtFailures.halfDone("guest web was defined, but no more", failure);

        assertThat(LibvirtFailures.of("looking", failure).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(halfDone.code()).isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(halfDone).hasMessageContaining("guest web was defined, but no more");
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
