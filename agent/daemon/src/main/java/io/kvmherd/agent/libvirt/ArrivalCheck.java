package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.agent.core.migration.CopyRoom;
import io.kvmherd.agent.core.port.Arrival;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.VolumeReference;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** Whether this host could receive a running guest, asked of its own libvirt within one call. */
final class ArrivalCheck {
    private final OpenConnection connection;
    private final HostCapabilities capabilities;
    private final HypervisorFacts facts;
    private final CpuComparisons comparisons;

    ArrivalCheck(
            OpenConnection connection,
            HostCapabilities capabilities,
            HypervisorFacts facts,
            CpuComparisons comparisons) {
        this.connection = connection;
        this.capabilities = capabilities;
        this.facts = facts;
        this.comparisons = comparisons;
    }

    List<Reason> reasons(Arrival arrival) throws LibvirtException {
        DomainDescription guest = DomainXmlReader.read(arrival.domainXml());
        List<Reason> reasons = new ArrayList<>();
        occupied(arrival, guest).ifPresent(reasons::add);
        if (!arrival.off() && facts.qemuVersion() < arrival.qemuVersion()) {
            reasons.add(Reason.of(ReasonCode.QEMU_OLDER)
                    .with("have", facts.qemuVersion())
                    .with("need", arrival.qemuVersion()));
        }
        if (!facts.machineTypes().contains(guest.machineType())) {
            reasons.add(Reason.of(ReasonCode.MACHINE_TYPE_MISSING).with("machineType", guest.machineType()));
        }
        missingPools(arrival)
                .forEach(pool -> reasons.add(Reason.of(ReasonCode.POOL_MISSING).with("pool", pool)));
        reasons.addAll(CopyRoom.check(
                arrival.copies(), facts.pools(), path -> Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS)));
        guest.networks().stream()
                .filter(network -> !facts.networks().contains(network))
                .forEach(network ->
                        reasons.add(Reason.of(ReasonCode.NETWORK_MISSING).with("network", network)));
        if (!arrival.off()) {
            incompatibleCpu(arrival, guest).ifPresent(reasons::add);
        }
        return reasons.stream().distinct().toList();
    }

    /** What a managed guest left behind here, off, is replaced by its arrival; anything else is somebody's. */
    private Optional<Reason> occupied(Arrival arrival, DomainDescription guest) throws LibvirtException {
        Optional<ObservedGuest> sameId = GuestReader.one(connection, arrival.id());
        if (sameId.isPresent()) {
            ObservedGuest there = sameId.get();
            boolean ours = there.isManaged() && !there.state().isActive();
            return ours ? Optional.empty() : Optional.of(exists(there.name()));
        }
        Optional<DomainHandle> sameName = DomainHandle.find(connection, guest.name());
        if (sameName.isEmpty()) {
            return Optional.empty();
        }
        sameName.get().close();
        return Optional.of(exists(guest.name()));
    }

    private List<String> missingPools(Arrival arrival) {
        TreeSet<String> pools = new TreeSet<>();
        arrival.spec().volumes().stream().map(VolumeReference::pool).forEach(pools::add);
        facts.pools().forEach(pool -> pools.remove(pool.name()));
        return List.copyOf(pools);
    }

    /**
     * libvirt compares the guest's live CPU with what its QEMU offers on this host, for the guest's own kind of
     * virtualisation. Only "identical" and "more than needed" will do;
     * a libvirt that cannot compare has not said so.
     */
    private Optional<Reason> incompatibleCpu(Arrival arrival, DomainDescription guest) throws LibvirtException {
        Optional<String> cpu = CpuXml.of(arrival.domainXml());
        if (cpu.isEmpty()) {
            return Optional.empty();
        }
        CpuComparisons.Question question = new CpuComparisons.Question(
                cpu.get(),
                guest.machineType(),
                guest.type(),
                new CpuComparisons.Host(
                        capabilities,
                        System.getProperty("os.version", ""),
                        facts.qemuVersion(),
                        facts.libvirtVersion()));
        return comparisons
                .answer(
                        question,
                        () -> compared(question, "comparing the CPU of guest " + arrival.id() + " with this host's"))
                .map(why -> Reason.of(ReasonCode.CPU_INCOMPATIBLE)
                        .with("model", guest.cpu().model())
                        .with("answer", why));
    }

    private Optional<String> compared(CpuComparisons.Question question, String what) {
        int answer = NativeLibvirt.virConnectCompareHypervisorCPU(
                connection.pointer(),
                capabilities.emulator().isEmpty() ? null : capabilities.emulator(),
                capabilities.architecture(),
                question.machineType().isEmpty() ? null : question.machineType(),
                question.domainType(),
                question.cpu(),
                NativeLibvirt.COMPARE_CPU_FAIL_INCOMPATIBLE);
        if (answer > 0) {
            return Optional.empty();
        }
        boolean said = answer == 0
                || LibvirtFailures.lastIs(ErrorNumber.VIR_ERR_CPU_INCOMPATIBLE)
                || LibvirtFailures.lastIs(ErrorNumber.VIR_ERR_NO_SUPPORT);
        if (said) {
            return Optional.of(answer == 0 ? "incompatible" : LibvirtFailures.lastMessage());
        }
        throw LibvirtFailures.last(what);
    }

    private static Reason exists(String name) {
        return Reason.of(ReasonCode.GUEST_EXISTS_THERE).with("guest", name);
    }
}
