package io.kvmherd.agent;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.Names;
import io.kvmherd.common.model.ResourceScope;
import io.kvmherd.common.runtime.config.Default;
import io.kvmherd.common.runtime.config.NetworkAddress;
import io.kvmherd.common.runtime.hazelcast.ReportClientSettings;
import io.kvmherd.common.runtime.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An agent's configuration, agent.yaml.
 *
 * @param host this host's name in the cluster; the certificate must say the same
 * @param dataDir folder of the guard's log
 * @param controllers command links of all controllers; the agent dials each
 * @param tls this host's certificate
 * @param hazelcast where reports go
 * @param libvirt the hypervisor
 * @param scope what counts as this host's size
 * @param migrationAddress address at which other hosts reach this one's libvirt and send guests
 * @param labels what rules may ask for ("ssd", "rack-3")
 * @param health where health and meters are served
 * @param mode whether this host is managed, or only observed: then every change is refused here, whoever asks
 * @param simulated makes this a host that exists in memory only, for {@code --simulated-configs}
 */
record AgentConfig(
        HostId host,
        @Default("/var/lib/kvmherd") Path dataDir,
        List<NetworkAddress> controllers,
        TlsFiles tls,
        ReportClientSettings hazelcast,
        Libvirt libvirt,
        Scope scope,
        String migrationAddress,
        List<String> labels,
        Health health,
        @Default("manage") ManagementMode mode,
        Optional<Simulated> simulated) {
    private static final int MOST_CONTROLLERS = 16;

    AgentConfig {
        if (controllers.isEmpty() || controllers.size() > MOST_CONTROLLERS) {
            throw invalid("controllers has " + controllers.size() + " entries; name 1 to " + MOST_CONTROLLERS
                    + ", for example [\"controller-1:7441\"]");
        }
        if (!migrationAddress.matches("[A-Za-z0-9.:_-]{1,253}")) {
            throw invalid("migrationAddress \"" + migrationAddress + "\" is neither an address nor a name");
        }
        labels = List.copyOf(labels);
        labels.forEach(label -> Names.requireName("label", label));
    }

    /** The same configuration, only to observe. */
    AgentConfig observing() {
        return new AgentConfig(
                host,
                dataDir,
                controllers,
                tls,
                hazelcast,
                libvirt,
                scope,
                migrationAddress,
                labels,
                health,
                ManagementMode.OBSERVE,
                simulated);
    }

    /**
     * @param uri libvirt's URI of this very host
     * @param sweepSeconds after which all definitions are read again, for what libvirt tells nobody
     */
    record Libvirt(
            @Default("qemu:///system") String uri,
            @Default("30") int sweepSeconds) {
        private static final int SWEEP_MIN_SECONDS = 5;
        private static final int SWEEP_MAX_SECONDS = 3_600;

        Libvirt {
            if (sweepSeconds < SWEEP_MIN_SECONDS || sweepSeconds > SWEEP_MAX_SECONDS) {
                throw invalid("libvirt.sweepSeconds is " + sweepSeconds + "; it must be between " + SWEEP_MIN_SECONDS
                        + " and " + SWEEP_MAX_SECONDS);
            }
        }

        Duration sweepPeriod() {
            return Duration.ofSeconds(sweepSeconds);
        }
    }

    /**
     * @param kind the whole machine or one control group
     * @param name path of the control group below its hierarchy's root, with or without a slash in front: "lab/h1"
     */
    record Scope(@Default("machine") Kind kind, @Default("") String name) {
        /** What counts as the host's size. */
        enum Kind {
            MACHINE,
            CGROUP
        }

        Scope {
            if (kind == Kind.MACHINE && !name.isEmpty()) {
                throw invalid("scope.name is \"" + name + "\", but scope.kind is machine; set it to cgroup or leave the"
                        + " name out");
            }
            if (kind == Kind.CGROUP && name.isEmpty()) {
                throw invalid("scope.name is missing; name the control group, for example lab/h1");
            }
        }

        ResourceScope resourceScope() {
            return kind == Kind.MACHINE
                    ? ResourceScope.MACHINE
                    : new ResourceScope(ResourceScope.Kind.CONTROL_GROUP, name.startsWith("/") ? name : "/" + name);
        }
    }

    /**
     * @param address one of this machine's
     * @param port to listen on
     */
    record Health(
            @Default("127.0.0.1") String address,
            @Default("7449") int port) {
        Health {
            new NetworkAddress(address + ":" + port);
        }
    }

    /**
     * @param vendor as such a CPU says it: GenuineIntel or AuthenticAMD
     * @param threads of the host
     * @param memoryMib of the host
     * @param virtualises whether it runs guests by its own CPU
     */
    record Simulated(
            String vendor,
            int threads,
            long memoryMib,
            @Default("true") boolean virtualises) {
        private static final int MOST_THREADS = 4_096;
        private static final long MOST_MEMORY_MIB = 64L * 1_024 * 1_024;

        Simulated {
            if (threads < 1 || threads > MOST_THREADS || memoryMib < 1_024 || memoryMib > MOST_MEMORY_MIB) {
                throw invalid("a simulated host has 1 to " + MOST_THREADS + " threads and 1024 to " + MOST_MEMORY_MIB
                        + " MiB of memory, not " + threads + " and " + memoryMib);
            }
        }

        CpuVendor cpuVendor() {
            return new CpuVendor(vendor);
        }
    }

    private static KvmherdException invalid(String message) {
        return new KvmherdException(ErrorCode.INVALID_INPUT, message);
    }
}
