package io.kvmherd.agent.linux;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Pressure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One control group, of version 2 or of version 1 with or without the unified hierarchy beside it.
 *
 * <p>Version 1 spreads a group over one folder for each controller and knows no pressure; where the same folder exists in
 * the unified hierarchy, that one has the pressure and the CPU time. What the group does not limit is the machine's.
 */
final class ControlGroupMeter implements ScopeMeter {
    private static final int NANOS_PER_MICRO = 1_000;

    private final MachineMeter machine;
    private final Path cpu;
    private final Path cpuAccounting;
    private final Path memory;
    private final Path unified;
    private final boolean version2;

    ControlGroupMeter(Path root, String name, MachineMeter machine) {
        String relative = name.substring(1);
        this.machine = machine;
        this.version2 = Files.exists(root.resolve("cgroup.controllers"));
        this.unified =
                version2 ? root.resolve(relative) : root.resolve("unified").resolve(relative);
        this.cpu = version2 ? unified : root.resolve("cpu").resolve(relative);
        this.cpuAccounting = root.resolve("cpuacct").resolve(relative);
        this.memory = version2 ? unified : root.resolve("memory").resolve(relative);
        if (!Files.isDirectory(cpu) || !Files.isDirectory(memory)) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "control group " + name + " does not exist below " + root + " (looked for " + cpu + " and " + memory
                            + "); create it before the agent starts, or set scope.kind to machine");
        }
    }

    /** The quota rounded up: a group of 1.5 threads runs two tasks at a time. */
    @Override
    public int threads() {
        long quota;
        long period;
        if (version2) {
            String[] words = file(cpu, "cpu.max").firstLine().split(" ");
            quota = words[0].equals("max") ? -1 : Long.parseLong(words[0]);
            period = words.length > 1 ? Long.parseLong(words[1]) : 100_000;
        } else {
            quota = file(cpu, "cpu.cfs_quota_us").number();
            period = file(cpu, "cpu.cfs_period_us").number();
        }
        int all = machine.threads();
        return quota <= 0 ? all : (int) Math.min(all, Math.max(1, Math.ceilDiv(quota, period)));
    }

    @Override
    public long memoryBytes() {
        KernelFile limit = file(memory, version2 ? "memory.max" : "memory.limit_in_bytes");
        String text = limit.firstLine();
        return text.equals("max") ? machine.memoryBytes() : Math.min(machine.memoryBytes(), limit.number());
    }

    @Override
    public long availableBytes() {
        long usage = file(memory, version2 ? "memory.current" : "memory.usage_in_bytes")
                .number();
        long cache = file(memory, "memory.stat")
                .value(version2 ? "inactive_file" : "total_inactive_file")
                .orElse(0L);
        long free = memoryBytes() - Math.max(0, usage - cache);
        return Math.clamp(free, 0, machine.availableBytes());
    }

    @Override
    public long cpuNanos() {
        KernelFile statistics = file(unified, "cpu.stat");
        if (statistics.exists()) {
            Optional<Long> micros = statistics.value("usage_usec");
            if (micros.isPresent()) {
                return micros.get() * NANOS_PER_MICRO;
            }
        }
        KernelFile accounting = file(cpuAccounting, "cpuacct.usage");
        if (accounting.exists()) {
            return accounting.number();
        }
        throw new KvmherdException(
                ErrorCode.FILE_FAILED,
                "the control group's CPU time is neither in " + statistics.path() + " nor in " + accounting.path()
                        + "; create the group in the unified hierarchy or in cpuacct as well");
    }

    @Override
    public Pressure pressure() {
        return PressureFiles.read(
                unified.resolve("cpu.pressure"), unified.resolve("memory.pressure"), unified.resolve("io.pressure"));
    }

    private static KernelFile file(Path folder, String name) {
        return new KernelFile(folder.resolve(name));
    }
}
