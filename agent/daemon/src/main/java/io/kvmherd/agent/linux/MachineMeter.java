package io.kvmherd.agent.linux;

import io.kvmherd.common.model.Pressure;
import java.nio.file.Path;

/** The whole machine. */
final class MachineMeter implements ScopeMeter {
    /** The kernel counts CPU time for programs in hundredths of a second on every architecture that it runs libvirt on. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private final Path proc;
    private final KernelFile memory;

    MachineMeter(Path proc) {
        this.proc = proc;
        this.memory = new KernelFile(proc.resolve("meminfo"));
    }

    @Override
    public int threads() {
        return CpuTable.read(new KernelFile(proc.resolve("cpuinfo"))).threads();
    }

    @Override
    public long memoryBytes() {
        return kibibytes("MemTotal");
    }

    @Override
    public long availableBytes() {
        return kibibytes("MemAvailable");
    }

    /** All time but idle and waiting for disks; a guest's own time is in the user's already. */
    @Override
    public long cpuNanos() {
        String[] words = new KernelFile(proc.resolve("stat")).firstLine().split("\\s+");
        long ticks = 0;
        for (int i = 1; i < words.length && i <= 8; i++) {
            boolean idle = i == 4 || i == 5;
            ticks += idle ? 0 : Long.parseLong(words[i]);
        }
        return ticks * NANOS_PER_TICK;
    }

    @Override
    public Pressure pressure() {
        Path folder = proc.resolve("pressure");
        return PressureFiles.read(folder.resolve("cpu"), folder.resolve("memory"), folder.resolve("io"));
    }

    /** Memory set aside as huge pages of every size, in bytes. */
    long hugepageBytes() {
        return kibibytes("Hugetlb");
    }

    private long kibibytes(String key) {
        return memory.value(key).orElse(0L) * 1_024;
    }
}
