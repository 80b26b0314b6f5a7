package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.port.HypervisorCpus;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.model.CpuInUse;
import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.TlsReadiness;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.libvirt.LibvirtException;

/**
 * Looks at the host. Capabilities are large, cost libvirt a look at every QEMU binary, and change only when somebody
 * installs something: they are kept for a minute, what CPUs and disks guests have for a third of it, and whether there are
 * certificates for ten seconds. Pools and networks are asked
 * for each time.
 */
final class HostReader {
    private static final long CAPABILITIES_VALID_NANOS = Duration.ofMinutes(1).toNanos();

    private static final long CPUS_VALID_NANOS = Duration.ofSeconds(20).toNanos();

    private static final long TLS_VALID_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final TlsCheck tlsCheck;
    private final CpuReader reader = new CpuReader();
    private volatile Optional<Kept> kept = Optional.empty();
    private volatile Optional<Cpus> cpus = Optional.empty();
    private volatile Optional<Disks> disks = Optional.empty();
    private volatile Optional<Tls> tls = Optional.empty();

    HostReader(LongSupplier nanoTime, TlsCheck tlsCheck) {
        this.nanoTime = nanoTime;
        this.tlsCheck = tlsCheck;
    }

    HypervisorFacts facts(OpenConnection connection) throws LibvirtException {
        HostCapabilities capabilities = capabilities(connection);
        Cpus seen = cpus(connection, capabilities);
        List<StoragePool> pools = PoolReader.active(connection);
        String[] networks = connection.listNetworks();
        Arrays.sort(networks);
        return new HypervisorFacts(
                capabilities.cpuVendor(),
                capabilities.cpuModel(),
                capabilities.cpuFeatures(),
                connection.getVersion(),
                connection.getLibVersion(),
                capabilities.machineTypes(),
                pools,
                Arrays.asList(networks),
                new HypervisorCpus(
                        seen.offers(),
                        capabilities.identity().map(cpu -> cpu.under(System.getProperty("os.version", ""))),
                        seen.inUse()),
                disks(connection, pools),
                connection.isTestDriver() ? Optional.empty() : Optional.of(tls()));
    }

    private TlsReadiness tls() {
        long now = nanoTime.getAsLong();
        Optional<Tls> before = tls;
        if (before.isPresent() && now - before.get().sinceNanos() < TLS_VALID_NANOS) {
            return before.get().readiness();
        }
        TlsReadiness fresh = tlsCheck.readiness();
        tls = Optional.of(new Tls(fresh, now));
        return fresh;
    }

    /** Two threads may ask at the same time; both get the same answer. */
    HostCapabilities capabilities(OpenConnection connection) throws LibvirtException {
        long now = nanoTime.getAsLong();
        Optional<Kept> before = kept;
        if (before.isPresent() && now - before.get().sinceNanos() < CAPABILITIES_VALID_NANOS) {
            return before.get().capabilities();
        }
        HostCapabilities fresh = HostCapabilities.read(connection.getCapabilities());
        kept = Optional.of(new Kept(fresh, now));
        return fresh;
    }

    /** Which guests run with which CPU changes more often than the host, but is only a hint: libvirt compares in the end. */
    private Cpus cpus(OpenConnection connection, HostCapabilities capabilities) throws LibvirtException {
        long now = nanoTime.getAsLong();
        Optional<Cpus> before = cpus;
        if (before.isPresent() && now - before.get().sinceNanos() < CPUS_VALID_NANOS) {
            return before.get();
        }
        Cpus fresh = new Cpus(reader.offers(connection, capabilities), reader.inUse(connection, capabilities), now);
        cpus = Optional.of(fresh);
        return fresh;
    }

    /** Kept as long as CPUs are, and a hint as they are: each copy looks again before it begins. */
    private List<GuestDisks> disks(OpenConnection connection, List<StoragePool> pools) throws LibvirtException {
        long now = nanoTime.getAsLong();
        Optional<Disks> before = disks;
        if (before.isPresent() && now - before.get().sinceNanos() < CPUS_VALID_NANOS) {
            return before.get().seen();
        }
        Disks fresh = new Disks(DiskReader.all(connection, pools), now);
        disks = Optional.of(fresh);
        return fresh.seen();
    }

    private record Disks(List<GuestDisks> seen, long sinceNanos) {}

    private record Cpus(List<CpuOffer> offers, List<CpuInUse> inUse, long sinceNanos) {}

    private record Tls(TlsReadiness readiness, long sinceNanos) {}

    private record Kept(HostCapabilities capabilities, long sinceNanos) {}
}
