package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.port.HypervisorFacts;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.libvirt.LibvirtException;

/**
 * Looks at the host. Capabilities are large, cost libvirt a look at every QEMU binary, and change only when somebody
 * installs something: they are kept for a minute. Pools and networks are asked for each time.
 */
final class HostReader {
    private static final long CAPABILITIES_VALID_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private volatile Optional<Kept> kept = Optional.empty();

    HostReader(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    HypervisorFacts facts(OpenConnection connection) throws LibvirtException {
        HostCapabilities capabilities = capabilities(connection);
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
                Arrays.asList(networks));
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

    private record Kept(HostCapabilities capabilities, long sinceNanos) {}
}
