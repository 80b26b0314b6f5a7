package io.kvmherd.common.runtime.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.RoutingMode;
import com.hazelcast.core.HazelcastInstance;
import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.Pressure;
import io.kvmherd.common.model.ResourceScope;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.ProtocolVersion;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.kvmherd.common.runtime.config.ConfigFile;
import io.kvmherd.common.runtime.config.NetworkAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReportChannelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static MemberSettings settings = settings();
    private static HazelcastMember member = HazelcastMember.start(settings);
    private static HazelcastReportClient client = HazelcastReportClient.start(clientSettings(settings), "agents");

    @BeforeAll
    static void connect() {
        await().atMost(PATIENCE).until(() -> client.publish(report("warm-up", 1)));
    }

    @AfterAll
    static void close() {
        client.close();
        member.close();
    }

    @Test
    void aReportArrivesAsItWasSent() {
        Queue<HostReport> seen = new ConcurrentLinkedQueue<>();
        HostReport report = report("h1", 7);
        member.watchReports(seen::add, () -> {});

        client.publish(report);

        await().atMost(PATIENCE).until(() -> seen.contains(report));
    }

    @Test
    void aLateListenerIsToldWhatIsThere() {
        HostReport report = report("h2", 9);
        Queue<HostReport> first = new ConcurrentLinkedQueue<>();
        member.watchReports(first::add, () -> {});
        client.publish(report);
        await().atMost(PATIENCE).until(() -> first.contains(report));

        Queue<HostReport> late = new ConcurrentLinkedQueue<>();
        member.watchReports(late::add, () -> {});

        assertThat(late).contains(report);
    }

    @Test
    void aReportUnderAnotherNameAndOneThatIsNoneAreDropped() {
        Queue<HostReport> seen = new ConcurrentLinkedQueue<>();
        AtomicInteger damaged = new AtomicInteger();
        member.watchReports(seen::add, damaged::incrementAndGet);
        HazelcastInstance stranger = HazelcastClient.newHazelcastClient(strangersConfiguration());

        stranger.getMap(Hardening.REPORTS).set("h3", JsonCodec.wire().write(report("h4", 1)));
        stranger.getMap(Hardening.REPORTS).set("h5", "{}".getBytes(StandardCharsets.UTF_8));
        client.publish(report("h6", 1));
        stranger.shutdown();

        await().atMost(PATIENCE).until(() -> seen.contains(report("h6", 1)));
        assertThat(damaged).hasValue(2);
        assertThat(seen)
                .noneMatch(report ->
                        List.of("h3", "h4", "h5").contains(report.host().value()));
    }

    @Test
    void listensOnItsTwoAddressesOnly() throws Exception {
        int port = settings.clientAddress().port();

        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000))
                    .hasMessageContaining("refused");
        }
        assertThat(member.memberAddresses()).hasSize(1);
    }

    @Test
    void publishingWithoutAnyControllerDropsAndReturns() {
        MemberSettings nobody = settings();

        try (HazelcastReportClient alone = HazelcastReportClient.start(clientSettings(nobody), "alone")) {
            assertThat(alone.publish(report("h1", 1))).isFalse();
            assertThat(alone.isReachable()).isFalse();
        }
    }

    @Test
    void aTakenAddressIsNamed() {
        assertThatThrownBy(() -> HazelcastMember.start(settings))
                .hasMessageContaining(settings.memberAddress().value());
    }

    @Test
    void theKeysAndDefaultsOfBothSectionsArePinned() {
        assertThat(ConfigFile.keys(MemberSettings.class))
                .containsExactly(
                        "clusterName: text = kvmherd",
                        "memberAddress: text = 127.0.0.1:5701",
                        "clientAddress: text = 127.0.0.1:5702",
                        "members[]: text, optional",
                        "reportExpiry: duration = 30s");
        assertThat(ConfigFile.keys(ReportClientSettings.class))
                .containsExactly("clusterName: text = kvmherd", "members[]: text, optional");
    }

    private static ClientConfig strangersConfiguration() {
        ClientConfig config = new ClientConfig();
        config.setClusterName(settings.clusterName());
        config.setProperties(Hardening.properties());
        config.getNetworkConfig().addAddress(settings.clientAddress().value());
        config.getNetworkConfig().getClusterRoutingConfig().setRoutingMode(RoutingMode.SINGLE_MEMBER);
        return config;
    }

    private static ReportClientSettings clientSettings(MemberSettings of) {
        return new ReportClientSettings(of.clusterName(), List.of(of.clientAddress()));
    }

    private static MemberSettings settings() {
        return new MemberSettings("test", address(), address(), List.of(), Duration.ofSeconds(30));
    }

    private static NetworkAddress address() {
        try (ServerSocket free = new ServerSocket(0)) {
            return new NetworkAddress("127.77.0.2:" + free.getLocalPort());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HostReport report(String host, long sequence) {
        HostFacts facts = new HostFacts(
                new CpuProfile(CpuVendor.AMD, "EPYC", List.of(), true),
                ResourceScope.MACHINE,
                8,
                4,
                16_384,
                0,
                7_002_000,
                9_000_000,
                List.of("pc-q35-7.2"),
                List.of(),
                List.of("default"),
                List.of(),
                "198.18.77.11");
        return new HostReport(
                ProtocolVersion.CURRENT,
                new HostId(host),
                new HostGeneration("boot", 1),
                sequence,
                "",
                facts,
                new HostLoad(100, 8_192, Pressure.UNKNOWN),
                List.of());
    }
}
