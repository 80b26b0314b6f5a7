package io.kvmherd.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.port.MachineFacts;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.Pressure;
import io.kvmherd.common.model.ResourceScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxMachineTest {
    private static final ResourceScope GROUP = new ResourceScope(ResourceScope.Kind.CONTROL_GROUP, "/lab/h1");

    @TempDir
    Path root;

    private final AtomicLong nanos = new AtomicLong(1_000);
    private KernelTree tree = new KernelTree(Path.of("."));

    @BeforeEach
    void machineOfEightThreads() {
        tree = new KernelTree(root);
        tree.copyOf("machine");
    }

    @Nested
    class OfTheWholeMachine {
        private LinuxMachine machine() {
            return new LinuxMachine(tree.folders(), ResourceScope.MACHINE, nanos::get);
        }

        @Test
        void tellsVendorThreadsCoresAndMemory() {
            MachineFacts facts = machine().facts();

            assertThat(facts)
                    .isEqualTo(new MachineFacts(
                            CpuVendor.AMD, true, ResourceScope.MACHINE, 4, 2, 15_981, 2_048, List.of()));
        }

        @Test
        void namesItsOwnLinksAndNotThoseOfItsGuests() {
            tree.write("proc/net/dev", """
                    Inter-|   Receive                                                |  Transmit
                     face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop
                        lo:  167760    1592    0    0    0     0          0         0   167760    1592    0    0
                      br0: 1125901    8910    0    0    0     0          0         0  1022923    7261    0    0
                    vnet12:      0       0    0    0    0     0          0         0        0       0    0    0
                    macvtap0:    0       0    0    0    0     0          0         0        0       0    0    0
                    eth0.20: 11259    8910    0    0    0     0          0         0  1022923    7261    0    0
                    """);

            assertThat(machine().facts().links()).containsExactly("br0", "eth0.20");
        }

        @Test
        void tellsOfNoLinksWhereThereAreTooMany() {
            String lines = IntStream.range(0, Limits.HOST_LINKS + 1)
                    .mapToObj(number -> "veth" + number + ": 0 0 0\n")
                    .collect(Collectors.joining());
            tree.write("proc/net/dev", "header\nheader\n" + lines);

            assertThat(machine().facts().links()).isEmpty();
        }

        @Test
        void doesNotVirtualiseWithoutTheFlag() {
            tree.replace("proc/cpuinfo", " svm", "");

            assertThat(machine().facts().virtualises()).isFalse();
        }

        @Test
        void doesNotVirtualiseWithoutTheDevice() {
            tree.remove("dev/kvm");

            assertThat(machine().facts().virtualises()).isFalse();
        }

        @Test
        void saysZeroCpuAtFirstAndThenWhatWasUsedSince() {
            LinuxMachine machine = machine();

            HostLoad first = machine.load();
            tree.write("proc/stat", "cpu  10100 0 5000 90000 200 10 40 5 0 0\n");
            nanos.addAndGet(2_000_000_000L);
            HostLoad second = machine.load();

            assertThat(first.cpuUsedMilli()).isZero();
            assertThat(second.cpuUsedMilli()).isEqualTo(500);
        }

        @Test
        void tellsAvailableMemoryAndPressure() {
            HostLoad load = machine().load();

            assertThat(load.memoryAvailableMib()).isEqualTo(7_812);
            assertThat(load.pressure()).isEqualTo(new Pressure(true, 1.25, 0, 0.5));
        }

        @Test
        void tellsThatPressureIsUnknownWhereTheKernelHasNone() {
            tree.remove("proc/pressure/io");

            assertThat(machine().load().pressure()).isEqualTo(Pressure.UNKNOWN);
        }

        @Test
        void tellsTheBoot() {
            assertThat(machine().bootId()).isEqualTo("5b0bd7b0-8d6c-4a3d-9d0b-0c6a3c8f7a11");
        }
    }

    @Nested
    class OfAGroupOfVersion1 {
        @BeforeEach
        void group() {
            tree.copyOf("group-v1");
        }

        @Test
        void hasTheGroupsSize() {
            MachineFacts facts = machine().facts();

            assertThat(facts.threads()).isEqualTo(2);
            assertThat(facts.cores()).isEqualTo(1);
            assertThat(facts.memoryMib()).isEqualTo(2_048);
            assertThat(facts.hugepagesMib()).isZero();
            assertThat(facts.scope()).isEqualTo(GROUP);
        }

        @Test
        void countsTheGroupsUseWithoutReclaimableCache() {
            LinuxMachine machine = machine();

            machine.load();
            tree.write("cgroup/unified/lab/h1/cpu.stat", "usage_usec 1500000\nuser_usec 1\nsystem_usec 1\n");
            nanos.addAndGet(1_000_000_000L);
            HostLoad load = machine.load();

            assertThat(load.cpuUsedMilli()).isEqualTo(500);
            assertThat(load.memoryAvailableMib()).isEqualTo(2_048 - 1_024 + 256);
            assertThat(load.pressure()).isEqualTo(new Pressure(true, 12.5, 0.75, 0));
        }

        @Test
        void takesCpuTimeFromTheAccountingGroupWhereNoUnifiedOneIs() {
            tree.remove("cgroup/unified/lab/h1/cpu.stat");
            tree.write("cgroup/cpuacct/lab/h1/cpuacct.usage", "1000000000\n");
            LinuxMachine machine = machine();

            machine.load();
            tree.write("cgroup/cpuacct/lab/h1/cpuacct.usage", "1250000000\n");
            nanos.addAndGet(1_000_000_000L);

            assertThat(machine.load().cpuUsedMilli()).isEqualTo(250);
        }

        @Test
        void hasTheMachinesSizeWhereTheGroupHasNoLimit() {
            tree.write("cgroup/cpu/lab/h1/cpu.cfs_quota_us", "-1\n");
            tree.write("cgroup/memory/lab/h1/memory.limit_in_bytes", "9223372036854771712\n");

            MachineFacts facts = machine().facts();

            assertThat(facts.threads()).isEqualTo(4);
            assertThat(facts.memoryMib()).isEqualTo(15_981);
        }

        @Test
        void refusesAGroupThatDoesNotExist() {
            ResourceScope missing = new ResourceScope(ResourceScope.Kind.CONTROL_GROUP, "/lab/h9");

            assertThatThrownBy(() -> new LinuxMachine(tree.folders(), missing, nanos::get))
                    .hasMessageContaining("control group /lab/h9 does not exist");
        }
    }

    @Nested
    class OfAGroupOfVersion2 {
        @BeforeEach
        void group() {
            tree.copyOf("group-v2");
        }

        @Test
        void hasTheGroupsSizeAndUse() {
            LinuxMachine machine = machine();

            MachineFacts facts = machine.facts();
            machine.load();
            tree.write("cgroup/lab/h1/cpu.stat", "usage_usec 2000000\n");
            nanos.addAndGet(1_000_000_000L);
            HostLoad load = machine.load();

            assertThat(facts.threads()).isEqualTo(3);
            assertThat(facts.memoryMib()).isEqualTo(4_096);
            assertThat(load.cpuUsedMilli()).isEqualTo(1_000);
            assertThat(load.memoryAvailableMib()).isEqualTo(4_096 - 512 + 128);
            assertThat(load.pressure().cpuSomePercent()).isEqualTo(3);
        }

        @Test
        void hasTheMachinesSizeWhereTheGroupHasNoLimit() {
            tree.write("cgroup/lab/h1/cpu.max", "max 100000\n");
            tree.write("cgroup/lab/h1/memory.max", "max\n");

            MachineFacts facts = machine().facts();

            assertThat(facts.threads()).isEqualTo(4);
            assertThat(facts.memoryMib()).isEqualTo(15_981);
        }
    }

    private LinuxMachine machine() {
        return new LinuxMachine(tree.folders(), GROUP, nanos::get);
    }

    /** A copy of recorded kernel files that a test may change. */
    private record KernelTree(Path root) {
        KernelFolders folders() {
            return new KernelFolders(root.resolve("proc"), root.resolve("cgroup"), root.resolve("dev/kvm"));
        }

        void copyOf(String name) {
            Path recorded = Path.of("src/test/resources/kernel").resolve(name);
            try (var files = Files.walk(recorded)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    write(recorded.relativize(file).toString(), Files.readString(file));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void write(String name, String text) {
            try {
                Path file = root.resolve(name);
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void replace(String name, String old, String replacement) {
            try {
                write(name, Files.readString(root.resolve(name)).replace(old, replacement));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void remove(String name) {
            try {
                Files.delete(root.resolve(name));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
