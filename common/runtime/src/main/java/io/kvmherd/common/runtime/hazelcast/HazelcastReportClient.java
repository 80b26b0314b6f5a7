package io.kvmherd.common.runtime.hazelcast;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import com.hazelcast.client.config.RoutingMode;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.kvmherd.common.runtime.config.NetworkAddress;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent's end of the report channel.
 *
 * <p>It never blocks and never fails: without a controller a report is dropped, for the next one, two seconds later, says
 * more. At most one report of a host is on its way; one that comes while the last has not arrived is dropped too, so a
 * slow controller is not buried under what it missed, unless the last is out for so long that it is taken for lost. Connecting goes on for ever in the background, with pauses of 1 to
 * 15 seconds.
 *
 * <p>For any thread; several hosts of one process may share it.
 */
public final class HazelcastReportClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastReportClient.class);

    private final HazelcastInstance client;
    private final Map<HostId, OnTheWay> onTheWay = new ConcurrentHashMap<>();
    private final AtomicBoolean reachable = new AtomicBoolean(true);

    private HazelcastReportClient(HazelcastInstance client) {
        this.client = client;
    }

    /** Returns at once, connected or not. */
    public static HazelcastReportClient start(ReportClientSettings settings, String name) {
        return new HazelcastReportClient(HazelcastClient.newHazelcastClient(configuration(settings, name)));
    }

    /** @return whether the report was handed over; false when it was dropped */
    public boolean publish(HostReport report) {
        OnTheWay way = onTheWay.computeIfAbsent(report.host(), host -> new OnTheWay());
        OptionalLong mark = way.leaves(System.nanoTime());
        if (mark.isEmpty()) {
            return false;
        }
        boolean handedOver = false;
        try {
            IMap<String, byte[]> reports = client.getMap(Hardening.REPORTS);
            reports.setAsync(report.host().value(), JsonCodec.wire().write(report))
                    .whenComplete((done, failure) -> {
                        way.arrives(mark.getAsLong());
                        noteReachable(failure == null, failure == null ? "" : failure.toString());
                    });
            handedOver = true;
        } catch (HazelcastException | IllegalStateException e) {
            noteReachable(false, e.toString());
        } finally {
            if (!handedOver) {
                way.arrives(mark.getAsLong());
            }
        }
        return handedOver;
    }

    /** Whether the last report arrived, as far as is known. */
    public boolean isReachable() {
        return reachable.get();
    }

    @Override
    public void close() {
        client.shutdown();
    }

    private void noteReachable(boolean now, String why) {
        if (reachable.getAndSet(now) != now) {
            if (now) {
                LOG.info("host reports arrive at a controller again");
            } else {
                LOG.warn("host reports do not arrive at any controller: {}; trying on in the background", why);
            }
        }
    }

    private static ClientConfig configuration(ReportClientSettings settings, String name) {
        ClientConfig config = new ClientConfig();
        config.setClusterName(settings.clusterName());
        config.setInstanceName(name);
        config.setProperties(Hardening.properties());
        config.setProperty("hazelcast.client.statistics.enabled", "false");
        config.setProperty("hazelcast.client.invocation.timeout.seconds", "10");
        config.setProperty("hazelcast.client.heartbeat.interval", "5000");
        config.setProperty("hazelcast.client.heartbeat.timeout", "15000");
        config.setProperty("hazelcast.client.max.concurrent.invocations", "1000");
        config.setProperty("hazelcast.client.io.input.thread.count", "1");
        config.setProperty("hazelcast.client.io.output.thread.count", "1");
        config.setProperty("hazelcast.client.event.thread.count", "1");
        config.setProperty("hazelcast.client.response.thread.count", "1");
        config.getMetricsConfig().setEnabled(false);
        Hardening.apply(config.getSerializationConfig());
        config.getNetworkConfig()
                .setAddresses(
                        settings.members().stream().map(NetworkAddress::value).toList())
                .setConnectionTimeout(5_000)
                .setRedoOperation(false);
        config.getNetworkConfig().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getClusterRoutingConfig().setRoutingMode(RoutingMode.SINGLE_MEMBER);
        config.getConnectionStrategyConfig().setAsyncStart(true).setReconnectMode(ReconnectMode.ASYNC);
        config.getConnectionStrategyConfig()
                .getConnectionRetryConfig()
                .setInitialBackoffMillis(1_000)
                .setMaxBackoffMillis(15_000)
                .setMultiplier(1.5)
                .setJitter(0.2)
                .setClusterConnectTimeoutMillis(-1);
        return config;
    }
}
