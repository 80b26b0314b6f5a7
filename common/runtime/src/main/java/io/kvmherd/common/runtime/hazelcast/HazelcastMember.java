package io.kvmherd.common.runtime.hazelcast;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A controller's end of the report channel. For any thread. */
public final class HazelcastMember implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastMember.class);

    private final HazelcastInstance instance;
    private final IMap<String, byte[]> reports;

    private HazelcastMember(HazelcastInstance instance) {
        this.instance = instance;
        this.reports = instance.getMap(Hardening.REPORTS);
    }

    /**
     * Starts the member and joins the others that can be reached; blocks for some seconds.
     *
     * @throws KvmherdException UNREACHABLE when an address cannot be listened on
     */
    public static HazelcastMember start(MemberSettings settings) {
        try {
            return new HazelcastMember(Hazelcast.newHazelcastInstance(MemberConfiguration.of(settings)));
        } catch (HazelcastException | IllegalStateException e) {
            throw new KvmherdException(
                    ErrorCode.UNREACHABLE,
                    "Hazelcast does not start on " + settings.memberAddress() + " (members) and "
                            + settings.clientAddress() + " (agents): " + e.getMessage()
                            + ". Check that the addresses are this machine's and free",
                    e);
        }
    }

    /**
     * From now on, tells about each report that arrives anywhere in the cluster; what is there already is told first.
     * A report that cannot be read, or that lies under another host's name, is logged, counted by the caller and left out.
     *
     * @param sink called on the library's threads, one report of a host at a time; must return at once
     * @param damaged called likewise for each report that is left out
     */
    public void watchReports(Consumer<HostReport> sink, Runnable damaged) {
        ReportListener listener = new ReportListener(sink, damaged);
        reports.addEntryListener(listener, true);
        reports.forEach(listener::deliver);
    }

    /** Addresses of the controllers that are members at the moment: a hint, never a proof. */
    public List<String> memberAddresses() {
        return instance.getCluster().getMembers().stream()
                .map(member -> member.getAddress().toString())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        instance.getLifecycleService().terminate();
    }

    private record ReportListener(Consumer<HostReport> sink, Runnable damaged)
            implements EntryAddedListener<String, byte[]>, EntryUpdatedListener<String, byte[]> {
        @Override
        public void entryAdded(EntryEvent<String, byte[]> event) {
            deliver(event.getKey(), event.getValue());
        }

        @Override
        public void entryUpdated(EntryEvent<String, byte[]> event) {
            deliver(event.getKey(), event.getValue());
        }

        private void deliver(String host, byte[] bytes) {
            HostReport report;
            try {
                report = JsonCodec.wire().read(bytes, HostReport.class);
            } catch (KvmherdException e) {
                LOG.warn("dropped the report of host {}: {}", host, e.getMessage());
                damaged.run();
                return;
            }
            if (report.host().value().equals(host)) {
                sink.accept(report);
            } else {
                LOG.warn("dropped a report of host {} that was filed under {}", report.host(), host);
                damaged.run();
            }
        }
    }
}
