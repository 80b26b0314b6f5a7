package io.kvmherd.agent;

import io.kvmherd.agent.core.guard.BoardedLog;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.Machine;
import io.kvmherd.agent.core.simulated.SimulatedHypervisor;
import io.kvmherd.agent.core.simulated.SimulatedMachine;
import io.kvmherd.agent.http.HealthServer;
import io.kvmherd.agent.libvirt.LibvirtHypervisor;
import io.kvmherd.agent.link.CommandLink;
import io.kvmherd.agent.link.LinkTimes;
import io.kvmherd.agent.linux.FileGuardLog;
import io.kvmherd.agent.linux.FilePlacementBoard;
import io.kvmherd.agent.linux.KernelFolders;
import io.kvmherd.agent.linux.LinuxMachine;
import io.kvmherd.agent.metrics.AgentMetrics;
import io.kvmherd.agent.worker.HostAgent;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.runtime.hazelcast.HazelcastReportClient;
import io.kvmherd.common.runtime.tls.PeerIdentity;
import io.kvmherd.common.runtime.tls.TlsIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the process together, starts it, and stops it in the reverse order. Used from one thread. */
final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final int EVENT_LOOPS = 2;
    private static final int WORKERS = 4;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setWorkerPoolSize(WORKERS));
    private final AgentMetrics metrics = new AgentMetrics();
    private final HazelcastReportClient reports;
    private final List<HostAgent> agents = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    private Wiring(AgentConfig first) {
        this.reports = HazelcastReportClient.start(first.hazelcast(), "kvmherd-agent-" + first.host());
    }

    /**
     * Starts everything and returns when it runs; links and libvirt are connected in the background.
     *
     * @throws KvmherdException when something is wrong that will not go away by itself
     */
    static Wiring start(CommandLine commandLine) {
        List<AgentConfig> configs = switch (commandLine) {
            case CommandLine.RealHost real -> List.of(real.config());
            case CommandLine.SimulatedHosts simulated -> simulated.configs();
            case CommandLine.ForgetDatabase forget -> throw new IllegalArgumentException("there is nothing to start");
            case CommandLine.Help help -> throw new IllegalArgumentException("there is nothing to start");
        };
        List<TlsIdentity> identities = configs.stream().map(Wiring::identity).toList();
        Wiring wiring = new Wiring(configs.getFirst());
        try {
            SimulatedHosts simulatedHosts = new SimulatedHosts();
            for (int i = 0; i < configs.size(); i++) {
                wiring.host(configs.get(i), identities.get(i), simulatedHosts);
            }
            wiring.serveHealth(configs.getFirst().health());
            return wiring;
        } catch (RuntimeException e) {
            wiring.close();
            throw e;
        }
    }

    /** Hangs up and stops. Guests, and migrations that are under way, go on without the agent. */
    @Override
    public void close() {
        agents.forEach(HostAgent::stop);
        for (AutoCloseable part : opened.reversed()) {
            closeQuietly(part);
        }
        reports.close();
        vertx.close().onFailure(failure -> LOG.warn("the network could not be closed", failure));
    }

    private void host(AgentConfig config, TlsIdentity identity, SimulatedHosts simulatedHosts) {
        config.simulated()
                .ifPresentOrElse(
                        simulated -> simulatedHost(config, identity, simulatedHosts.hypervisor(config, simulated)),
                        () -> realHost(config, identity));
    }

    private void realHost(AgentConfig config, TlsIdentity identity) {
        LinuxMachine machine =
                new LinuxMachine(KernelFolders.REAL, config.scope().resourceScope(), System::nanoTime);
        LibvirtHypervisor hypervisor =
                LibvirtHypervisor.connect(config.libvirt().uri(), config.host());
        opened.add(hypervisor);
        ThreadFactory threads = Thread.ofPlatform().daemon().name("agent-", 1).factory();
        run(config, identity, new Host(machine, hypervisor, threads));
    }

    /** Its memory is gone with the process, so each start is a new boot. */
    private void simulatedHost(AgentConfig config, TlsIdentity identity, SimulatedHypervisor hypervisor) {
        SimulatedMachine machine =
                new SimulatedMachine(hypervisor, UUID.randomUUID().toString());
        ThreadFactory threads = Thread.ofVirtual().name(config.host() + "-", 1).factory();
        run(config, identity, new Host(machine, hypervisor, threads));
    }

    private void run(AgentConfig config, TlsIdentity identity, Host host) {
        FileGuardLog log = FileGuardLog.open(config.dataDir());
        opened.add(log);
        if (log.cutBytes() > 0) {
            LOG.warn(
                    "host {}: {} bytes of an unfinished last record were cut off the guard log; it was being written when"
                            + " the agent or the machine died",
                    config.host(),
                    log.cutBytes());
        }
        FilePlacementBoard board = new FilePlacementBoard(config.dataDir().resolve("guests"));
        CommandGuard guard =
                CommandGuard.open(new BoardedLog(log, board), host.machine().bootId(), config.mode());
        HostAgent agent = HostAgent.start(
                new HostAgent.Parts(
                        config.host(),
                        host.machine(),
                        host.hypervisor(),
                        guard,
                        config.labels(),
                        config.migrationAddress(),
                        config.libvirt().sweepPeriod()),
                this::publish,
                host.threads());
        agents.add(agent);
        config.controllers()
                .forEach(controller -> opened.add(CommandLink.start(
                        vertx, controller, identity, agent.conversation(), LinkTimes.DEFAULT)::close));
        LOG.info(
                "host {} runs, life {}{}",
                config.host(),
                guard.generation(),
                guard.mode() == ManagementMode.OBSERVE ? "; it only observes and refuses every change" : "");
    }

    private void publish(HostReport report) {
        metrics.reported(report, reports.publish(report));
    }

    private static TlsIdentity identity(AgentConfig config) {
        TlsIdentity identity = TlsIdentity.load(config.tls(), Instant.now());
        PeerIdentity self = identity.self();
        if (self.role() != PeerIdentity.Role.AGENT
                || !self.name().equals(config.host().value())) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "certificate " + config.tls().certificate() + " is for " + self + ", but this is agent "
                            + config.host() + "; set host to the certificate's name, or use this host's certificate");
        }
        return identity;
    }

    private void serveHealth(AgentConfig.Health health) {
        HealthServer server = new HealthServer(vertx, this::problems, metrics::scrape);
        try {
            server.listen(health.address(), health.port()).toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof KvmherdException refused) {
                throw refused;
            }
            throw e;
        }
    }

    private List<String> problems() {
        return agents.stream().flatMap(agent -> agent.problems().stream()).toList();
    }

    /**
     * What differs between a real host and a simulated one.
     *
     * @param threads those that wait for the hypervisor: few and real, or many and virtual
     */
    private record Host(Machine machine, Hypervisor hypervisor, ThreadFactory threads) {}

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} could not be closed: {}", part.getClass().getSimpleName(), e.toString());
        }
    }
}
