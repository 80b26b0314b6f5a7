package io.kvmherd.agent.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.port.Departure;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.HypervisorContract;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.agent.core.port.MigrationContract;
import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.DirectBoot;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.Virtualisation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The same contracts against QEMU on two hosts of the lab, which must be up: {@code deploy/lab/lab up --hosts 2}. Not part
 * of the ordinary build: {@code mvn -pl agent/daemon -am verify -Pend-to-end}.
 */
class RealHostsIT {
    private static final String FIRST = System.getProperty("kvmherd.lab.first", "198.18.77.11");
    private static final String SECOND = System.getProperty("kvmherd.lab.second", "198.18.77.12");

    private static Optional<LibvirtHypervisor> first = Optional.empty();
    private static Optional<LibvirtHypervisor> second = Optional.empty();

    @BeforeAll
    static void connect() {
        first = Optional.of(LibvirtForTests.connect(uri(FIRST)));
        second = Optional.of(LibvirtForTests.connect(uri(SECOND)));
    }

    @AfterAll
    static void disconnect() {
        first.ifPresent(LibvirtHypervisor::close);
        second.ifPresent(LibvirtHypervisor::close);
    }

    @Nested
    class LifeCycle extends HypervisorContract {
        @Override
        protected Hypervisor hypervisor() {
            return first.orElseThrow();
        }

        @Override
        protected GuestSpec spec(String name, String machineType) {
            return guest(name, machineType);
        }

        @Test
        void factsNameCpuMachineTypesPoolsAndNetworks() {
            HypervisorFacts facts = hypervisor().facts();

            assertThat(facts.cpuVendor()).isIn("Intel", "AMD");
            assertThat(facts.machineTypes()).contains("pc-q35-7.2");
            assertThat(facts.pools()).isNotEmpty();
            assertThat(facts.qemuVersion()).isGreaterThan(7_000_000);
        }

        @Test
        void aProofThatOneHostWroteIsFoundByTheOther() {
            first.orElseThrow().writePoolProof("shared", "nonce-1");
            first.orElseThrow().writePoolProof("shared", "nonce-2");

            assertThat(second.orElseThrow().readPoolProof("shared", "nonce-2")).isTrue();
            assertThat(second.orElseThrow().readPoolProof("shared", "nonce-1")).isTrue();
            assertThat(second.orElseThrow().readPoolProof("shared", "nonce-3")).isFalse();
        }
    }

    @Nested
    class Migrations extends MigrationContract {
        @Override
        protected Hypervisor source() {
            return first.orElseThrow();
        }

        @Override
        protected Hypervisor destination() {
            return second.orElseThrow();
        }

        @Override
        protected GuestSpec spec(String machineType) {
            return guest("contract-mover", machineType);
        }

        @Override
        protected Departure departure(GuestId guest) {
            return new Departure(
                    guest, uri(SECOND), "tcp://" + SECOND, List.of("shared"), 8, MigrationPolicy.NORMAL.terms());
        }

        @Override
        protected Departure departureToNowhere(GuestId guest) {
            return new Departure(
                    guest,
                    "qemu+tcp://" + SECOND + ":1/system",
                    "tcp://" + SECOND,
                    List.of("shared"),
                    8,
                    MigrationPolicy.NORMAL.terms());
        }
    }

    private static GuestSpec guest(String name, String machineType) {
        return new GuestSpec(
                name,
                1,
                128,
                0,
                Virtualisation.EMULATED,
                "qemu64",
                machineType,
                Optional.of(new DirectBoot(
                        "/var/lib/kvmherd-lab/boot/vmlinuz",
                        "/var/lib/kvmherd-lab/boot/initrd",
                        "console=ttyS0 quiet panic=-1 name=" + name)),
                List.of(),
                List.of(),
                List.of(),
                "",
                CannotMove.BLOCK);
    }

    private static String uri(String address) {
        return "qemu+tcp://" + address + "/system";
    }
}
