package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.port.HypervisorCpus;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.model.CpuInUse;
import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.TlsReadiness;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.libvirt.LibvirtException;

/**
 * Looks at the host. Capabilities are large, cost libvirt a look at every QEMU binary, and change only when somebody
 * installs something: they are kept for a minute, what CPUs guests have for a third of it, and whether there are
 * certificates for ten seconds. Pools and networks are asked for each time, and disks are looked at beside this.
 */
final class HostReader {
    private static final long CAPABILITIES_VALID_NANOS = Duration.ofMinutes(1).toNanos();

    private static final long CPUS_VALID_NANOS = Duration.ofSeconds(20).toNanos();

    private static final long TLS_VALID_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final TlsCheck tlsCheck;
    private final Supplier<List<GuestDisks>> disks;
    private final CpuReader reader = new CpuReader();
    private volatile Optional<Kept> kept = Optional.empty();
    private volatile Optional<Cpus> cpus = Optional.empty();
    private volatile Optional<Tls> tls = Optional.empty();

    /** @param disks what was seen of them last; must not block */
    HostReader(LongSupplier nanoTime, TlsCheck tlsCheck, Supplier<List<GuestDisks>> disks) {
        this.nanoTime = nanoTime;
        this.tlsCheck = tlsCheck;
        this.disks = disks;
    }

    HypervisorFacts facts(OpenConnection connection) throws LibvirtException {
        HostCapabilities capabilities = capabilities(connection);
        Cpus seen = cpus(connection, capabilities);
        String[] networks = connection.listNetworks();
        Arrays.sort(networks);
        return new HypervisorFacts(
                capabilities.cpuVendor(),
                capabilities.cpuModel(),
                capabilities.cpuFeatures(),
                connection.getVersion(),
                connection.getLibVersion(),
                capabilities.machineTypes(),
                PoolReader.active(connection),
                Arrays.asList(networks),
                new HypervisorCpus(
                        seen.offers(),
                        capabilities.identity().map(cpu -> cpu.under(System.getProperty("os.version", ""))),
                        seen.inUse()),
                disks.get(),
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

    private record Cpus(List<CpuOffer> offers, List<CpuInUse> inUse, long sinceNanos) {}

    private record Tls(TlsReadiness readiness, long sinceNanos) {}

    private record Kept(HostCapabilities capabilities, long sinceNanos) {}
}
