package io.kvmherd.agent.linux;

import io.kvmherd.agent.core.port.Machine;
import io.kvmherd.agent.core.port.MachineFacts;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.ResourceScope;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;

/** A Linux machine, or one control group of it. Safe to call from any thread. */
public final class LinuxMachine implements Machine {
    private static final long BYTES_PER_MIB = 1_024 * 1_024;

    private final KernelFolders kernel;
    private final ResourceScope scope;
    private final LongSupplier nanoTime;
    private final MachineMeter machine;
    private final ScopeMeter meter;
    private long lastCpuNanos = -1;
    private long lastTime;

    /**
     * @param nanoTime a monotonic clock in nanoseconds
     * @throws io.kvmherd.common.failure.KvmherdException INVALID_INPUT when the control group does not exist
     */
    public LinuxMachine(KernelFolders kernel, ResourceScope scope, LongSupplier nanoTime) {
        this.kernel = kernel;
        this.scope = scope;
        this.nanoTime = nanoTime;
        this.machine = new MachineMeter(kernel.proc());
        this.meter = scope.kind() == ResourceScope.Kind.MACHINE
                ? machine
                : new ControlGroupMeter(kernel.controlGroups(), scope.name(), machine);
    }

    @Override
    public MachineFacts facts() {
        CpuTable cpu = CpuTable.read(new KernelFile(kernel.proc().resolve("cpuinfo")));
        int threads = meter.threads();
        int cores = Math.clamp((long) threads * cpu.cores() / cpu.threads(), 1, threads);
        boolean whole = scope.kind() == ResourceScope.Kind.MACHINE;
        return new MachineFacts(
                cpu.vendor(),
                cpu.virtualisationFlag() && canOpenKvm(),
                scope,
                threads,
                cores,
                meter.memoryBytes() / BYTES_PER_MIB,
                whole ? machine.hugepageBytes() / BYTES_PER_MIB : 0,
                LinkTable.read(new KernelFile(kernel.proc().resolve("net/dev"))));
    }

    @Override
    public synchronized HostLoad load() {
        long cpuNanos = meter.cpuNanos();
        long now = nanoTime.getAsLong();
        long used = 0;
        if (lastCpuNanos >= 0 && now > lastTime) {
            used = Math.max(0, (cpuNanos - lastCpuNanos) * 1_000 / (now - lastTime));
        }
        lastCpuNanos = cpuNanos;
        lastTime = now;
        return new HostLoad(used, meter.availableBytes() / BYTES_PER_MIB, meter.pressure());
    }

    @Override
    public String bootId() {
        return new KernelFile(kernel.proc().resolve("sys/kernel/random/boot_id")).firstLine();
    }

    /** The file may be there and useless: no permission, or a kernel module without a CPU. */
    private boolean canOpenKvm() {
        try (FileChannel kvm = FileChannel.open(kernel.kvm(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return kvm.isOpen();
        } catch (IOException e) {
            return false;
        }
    }
}
