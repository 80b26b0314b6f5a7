package io.kvmherd.common.runtime.hazelcast;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MemberAddressProviderConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.spi.MemberAddressProvider;
import io.kvmherd.common.runtime.config.NetworkAddress;
import java.net.InetSocketAddress;

/** A member's configuration for the library, from nothing but {@link MemberSettings}: no file, no property, no default. */
final class MemberConfiguration {
    private MemberConfiguration() {}

    static Config of(MemberSettings settings) {
        Config config = new Config();
        config.setClusterName(settings.clusterName());
        config.setInstanceName("kvmherd-" + settings.memberAddress());
        config.setProperties(Hardening.properties());
        config.setProperty("hazelcast.partial.member.disconnection.resolution.heartbeat.count", "5");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.health.monitoring.level", "OFF");
        config.getJetConfig().setEnabled(false);
        config.getMetricsConfig().setEnabled(false);
        config.getManagementCenterConfig()
                .setScriptingEnabled(false)
                .setConsoleEnabled(false)
                .setDataAccessEnabled(false);
        config.getIntegrityCheckerConfig().setEnabled(false);
        Hardening.apply(config.getSerializationConfig());
        network(config.getAdvancedNetworkConfig(), settings);
        config.addMapConfig(new MapConfig(Hardening.REPORTS)
                .setBackupCount(0)
                .setStatisticsEnabled(false)
                .setTimeToLiveSeconds(Math.toIntExact(settings.reportExpiry().toSeconds())));
        return config;
    }

    private static void network(AdvancedNetworkConfig network, MemberSettings settings) {
        network.setEnabled(true);
        network.setMemberEndpointConfig(endpoint(settings.memberAddress()));
        network.setClientEndpointConfig(endpoint(settings.clientAddress()));
        network.setMemberAddressProviderConfig(
                new MemberAddressProviderConfig().setEnabled(true).setImplementation(new ExplicitAddresses(settings)));
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true);
        settings.members().forEach(member -> join.getTcpIpConfig().addMember(member.value()));
    }

    private static ServerSocketEndpointConfig endpoint(NetworkAddress address) {
        return new ServerSocketEndpointConfig()
                .setPort(address.port())
                .setPortAutoIncrement(false)
                .setReuseAddress(true);
    }

    /**
     * The library picks addresses by matching patterns against interfaces, which finds none for a loopback address such as
     * 127.77.0.2 that no interface lists. So it is told.
     */
    private record ExplicitAddresses(MemberSettings settings) implements MemberAddressProvider {
        @Override
        public InetSocketAddress getBindAddress() {
            return settings.memberAddress().resolve();
        }

        @Override
        public InetSocketAddress getBindAddress(EndpointQualifier qualifier) {
            return EndpointQualifier.CLIENT.equals(qualifier)
                    ? settings.clientAddress().resolve()
                    : getBindAddress();
        }

        @Override
        public InetSocketAddress getPublicAddress() {
            return getBindAddress();
        }

        @Override
        public InetSocketAddress getPublicAddress(EndpointQualifier qualifier) {
            return getBindAddress(qualifier);
        }
    }
}
