package io.kvmherd.controller.hazelcast;

import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.runtime.hazelcast.HazelcastMember;
import io.kvmherd.common.runtime.hazelcast.MemberSettings;
import io.kvmherd.controller.loop.Inbox;
import io.kvmherd.controller.loop.Measurements;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This controller's membership, and the reports that come by it into their hosts' slots. */
public final class HazelcastReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastReports.class);

    private final HazelcastMember member;

    private HazelcastReports(HazelcastMember member) {
        this.member = member;
    }

    /**
     * Joins and begins to deliver. Blocks for some seconds.
     *
     * @throws io.kvmherd.common.failure.KvmherdException UNREACHABLE when an address cannot be listened on
     */
    public static HazelcastReports start(MemberSettings settings, Inbox inbox, Measurements measurements) {
        HazelcastMember member = HazelcastMember.start(settings);
        member.watchReports(report -> deliver(report, inbox, measurements), measurements::reportDamaged);
        LOG.info("controllers that are members of {}: {}", settings.clusterName(), member.memberAddresses());
        return new HazelcastReports(member);
    }

    @Override
    public void close() {
        member.close();
    }

    private static void deliver(HostReport report, Inbox inbox, Measurements measurements) {
        if (inbox.report(report)) {
            measurements.reportAccepted();
        } else {
            measurements.reportDropped();
        }
    }
}
