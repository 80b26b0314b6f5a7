package io.kvmherd.controller;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.runtime.tls.TlsIdentity;
import io.kvmherd.controller.app.port.StoredState;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.step.ControllerStep;
import io.kvmherd.controller.hazelcast.HazelcastReports;
import io.kvmherd.controller.http.ApiContract;
import io.kvmherd.controller.http.ApiServer;
import io.kvmherd.controller.http.HealthRoutes;
import io.kvmherd.controller.http.MetricsServer;
import io.kvmherd.controller.http.Snapshots;
import io.kvmherd.controller.link.CommandLinkServer;
import io.kvmherd.controller.link.LinkSettings;
import io.kvmherd.controller.loop.EffectRunner;
import io.kvmherd.controller.loop.Inbox;
import io.kvmherd.controller.loop.LoopThreads;
import io.kvmherd.controller.loop.MomentSource;
import io.kvmherd.controller.loop.PublishedState;
import io.kvmherd.controller.loop.RequestDesk;
import io.kvmherd.controller.loop.UuidV7;
import io.kvmherd.controller.metrics.PrometheusMeasurements;
import io.kvmherd.controller.store.SqlStore;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running controller: what is made of a configuration, started in order and stopped in the opposite one.
 *
 * <p>The order carries meaning. The folder is locked before the database is touched, and the epoch is durable before
 * anything listens, so no agent ever hears of a term that a crash could take back.
 */
final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final long REQUEST_TIMEOUT_MS = 30_000;
    private static final long PATIENCE_SECONDS = 10;
    private static final int EVENT_LOOPS = 2;
    private static final int WORKERS = 8;

    private final Deque<Part> parts = new ArrayDeque<>();

    private Wiring() {}

    /**
     * Starts everything. Blocks until it serves.
     *
     * @param onFailure told once when nothing can go on; must lead to the end of the process
     * @throws KvmherdException when something cannot start; what was started is stopped again
     */
    static Wiring start(ControllerConfig config, String version, Consumer<Throwable> onFailure) {
        Wiring wiring = new Wiring();
        try {
            wiring.startAll(config, version, onFailure);
            return wiring;
        } catch (RuntimeException e) {
            wiring.close();
            throw e;
        }
    }

    /** Stops in order: nobody new is let in, what was computed is written, the folder is given up. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.stop().run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (KvmherdException e) {
                LOG.warn("{} did not stop in order: {}", part.name(), e.getMessage());
            }
        }
    }

    private void startAll(ControllerConfig config, String version, Consumer<Throwable> onFailure) {
        MomentSource moments = MomentSource.system();
        TlsIdentity identity =
                TlsIdentity.load(config.tls(), InstantSource.system().instant());
        SqlStore store = SqlStore.open(
                config.dataDir(), InstantSource.system(), config.audit().toRetention());
        add("the database", store::close);
        PublishedState published = new PublishedState(begin(config, store, moments));

        Inbox inbox = new Inbox();
        UuidV7 ids = new UuidV7(System::currentTimeMillis);
        RequestDesk desk = new RequestDesk(inbox, ids, REQUEST_TIMEOUT_MS);
        PrometheusMeasurements measurements = new PrometheusMeasurements(inbox);
        measurements.watch(published, moments);
        LoopHealth health = new LoopHealth(moments);
        HealthRoutes healthRoutes = new HealthRoutes(health, measurements::scrape);

        Vertx vertx = vertx();
        add(
                "the event loops",
                () -> await("close the event loops", vertx.close().toCompletionStage()));
        CommandLinkServer links = new CommandLinkServer(
                vertx,
                new LinkSettings(
                        config.link().address(), config.link().port(), identity, LinkSettings.Heartbeat.DEFAULT),
                inbox,
                measurements);
        ApiServer api = new ApiServer(
                vertx,
                config.apiPlaces(),
                new ApiServer.Offer(
                        version,
                        desk,
                        new Snapshots(published, moments),
                        store,
                        healthRoutes,
                        ApiContract.published()));
        LoopThreads threads = new LoopThreads(
                new LoopThreads.Machinery(ControllerStep::step, store, moments, ids),
                inbox,
                desk,
                published,
                new EffectRunner(links, desk, api, measurements),
                measurements,
                onFailure);
        threads.start();
        add("the control loop", threads::stop);
        health.watch(threads);

        listen(config, inbox, measurements, links);
        serve(config, vertx, healthRoutes, api);
        health.serve();
        add("health", health::stopServing);
    }

    private static ControllerState begin(ControllerConfig config, SqlStore store, MomentSource moments) {
        Epoch epoch = store.takeEpoch(UUID.randomUUID());
        StoredState stored = store.load();
        LOG.info(
                "epoch {} of database {}: {} hosts, {} guests, journal entry {}",
                epoch.number(),
                stored.databaseId(),
                stored.hosts().size(),
                stored.guests().size(),
                stored.journalSequence());
        return ControllerStep.start(
                epoch, stored, config.settings(), new TreeSet<>(config.sharedPools()), moments.now());
    }

    private void listen(
            ControllerConfig config, Inbox inbox, PrometheusMeasurements measurements, CommandLinkServer links) {
        HazelcastReports reports = HazelcastReports.start(config.hazelcast().toSettings(), inbox, measurements);
        add("the report channel", reports::close);
        await("serve the command link", links.start());
        add("the command link", () -> await("stop the command link", links.stop()));
    }

    private void serve(ControllerConfig config, Vertx vertx, HealthRoutes health, ApiServer api) {
        MetricsServer metrics = new MetricsServer(
                vertx, config.metrics().address(), config.metrics().port(), health);
        await("serve metrics", metrics.start());
        add("metrics", () -> await("stop metrics", metrics.stop()));
        await("serve the API", api.start());
        add("the API", () -> await("stop the API", api.stop()));
        LOG.info(
                "serving: API at {}, agents at {}:{}, health and metrics at {}:{}",
                config.socket().path(),
                config.link().address(),
                config.link().port(),
                config.metrics().address(),
                config.metrics().port());
    }

    private void add(String name, Stopping stop) {
        parts.push(new Part(name, stop));
    }

    private static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(false)
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(WORKERS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    private static void await(String what, CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KvmherdException ours) {
                throw ours;
            }
            throw new KvmherdException(ErrorCode.UNREACHABLE, "could not " + what + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new KvmherdException(
                    ErrorCode.UNREACHABLE, "could not " + what + " within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KvmherdException(ErrorCode.CANCELLED, "was interrupted before it could " + what, e);
        }
    }

    private record Part(String name, Stopping stop) {}

    private interface Stopping {
        void run() throws InterruptedException;
    }
}
