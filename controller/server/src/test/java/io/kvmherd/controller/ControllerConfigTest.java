package io.kvmherd.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.common.runtime.config.ConfigFile;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.store.AuditRetention;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ControllerConfigTest {
    private static final Path FILE = Path.of("/etc/kvmherd/controller.yaml");
    private static final String TLS = "tls: {certificate: c.pem, key: c.key, authority: a.pem}\n";

    @Test
    void hasTheseKeysAndDefaults() {
        assertThat(ConfigFile.keys(ControllerConfig.class))
                .containsExactly(
                        "dataDir: path = /var/lib/kvmherd/controller",
                        "socket.path: path = /run/kvmherd/api.sock",
                        "socket.group: text = kvmherd",
                        "api.address: text = \"\"",
                        "api.port: int = 7440",
                        "link.address: text = 127.0.0.1",
                        "link.port: int = 7441",
                        "tls.certificate: path, required",
                        "tls.key: path, required",
                        "tls.authority: path, required",
                        "hazelcast.clusterName: text = kvmherd",
                        "hazelcast.memberAddress: text = 127.0.0.1",
                        "hazelcast.memberPort: int = 5701",
                        "hazelcast.clientAddress: text = 127.0.0.1",
                        "hazelcast.clientPort: int = 5702",
                        "metrics.address: text = 127.0.0.1",
                        "metrics.port: int = 7448",
                        "cluster.memoryRatio: double = 1.0",
                        "cluster.cpuRatio: double = 4.0",
                        "cluster.hostReserveMib: long = 2048",
                        "cluster.migrationsOutPerHost: int = 2",
                        "cluster.migrationsInPerHost: int = 2",
                        "cluster.migrationPolicy: text = normal",
                        "cluster.migrationLimitMibPerSecond: long = 0",
                        "cluster.evacuation: text = live",
                        "cluster.migrationTls: tlspolicy = preferred",
                        "cluster.migrationHostLimitMibPerSecond: long = 0",
                        "hosts.*.memoryRatio: double, optional",
                        "hosts.*.cpuRatio: double, optional",
                        "audit.keepDays: int = 400",
                        "audit.keepRows: long = 1000000",
                        "sharedPools[]: text, optional");
    }

    @Test
    void keepsTheApiOffTheNetworkUntilAnAddressIsNamed() {
        ControllerConfig silent = ConfigFile.parse(FILE, TLS, ControllerConfig.class);
        ControllerConfig open = ConfigFile.parse(FILE, TLS + "api: {address: 198.18.0.1}\n", ControllerConfig.class);

        assertThat(silent.apiPlaces().network()).isEmpty();
        assertThat(open.apiPlaces().network()).hasValueSatisfying(network -> {
            assertThat(network.address()).isEqualTo("198.18.0.1");
            assertThat(network.port()).isEqualTo(7440);
        });
    }

    @Test
    void refusesToServeTheApiOnEveryInterface() {
        assertThatThrownBy(() -> ConfigFile.parse(FILE, TLS + "api: {address: 0.0.0.0}\n", ControllerConfig.class))
                .hasMessageContaining("every interface");
    }

    @Test
    void takesTheEnginesSettingsWhenNothingIsSaid() {
        ControllerConfig config = ConfigFile.parse(FILE, TLS, ControllerConfig.class);

        assertThat(config.settings()).isEqualTo(ClusterSettings.DEFAULT);
    }

    @Test
    void turnsRatiosIntoPercent() {
        ControllerConfig config =
                ConfigFile.parse(FILE, TLS + "cluster: {memoryRatio: 1.5, cpuRatio: 8}\n", ControllerConfig.class);

        assertThat(config.settings().ratios()).isEqualTo(new Ratios(150, 800));
    }

    @Test
    void letsAHostHaveRatiosOfItsOwnAndTakesTheClustersForWhatItLeavesOut() {
        String hosts = "cluster: {memoryRatio: 1.5}\nhosts: {h1: {cpuRatio: 2}, h2: {memoryRatio: 1}}\n";

        ControllerConfig config = ConfigFile.parse(FILE, TLS + hosts, ControllerConfig.class);

        assertThat(config.settings().ratiosOf(new HostId("h1"))).contains(new Ratios(150, 200));
        assertThat(config.settings().ratiosOf(new HostId("h2"))).contains(new Ratios(100, 400));
        assertThat(config.settings().ratiosOf(new HostId("h3"))).isEmpty();
    }

    @Test
    void keepsTheAuditAsLongAsTheStoreDoesWhenNothingIsSaid() {
        ControllerConfig config = ConfigFile.parse(FILE, TLS, ControllerConfig.class);

        assertThat(config.audit().toRetention()).isEqualTo(AuditRetention.DEFAULT);
    }

    @Test
    void refusesToListenOnEveryInterface() {
        assertThatThrownBy(() ->
                        ConfigFile.parse(FILE, TLS + "link: {address: 0.0.0.0, port: 7441}\n", ControllerConfig.class))
                .hasMessageContaining("every interface");
    }

    @Test
    void refusesPortZeroWhichWouldBeAnyPort() {
        assertThatThrownBy(() -> ConfigFile.parse(FILE, TLS + "metrics: {port: 0}\n", ControllerConfig.class))
                .hasMessageContaining("port is 0");
    }

    @Test
    void namesTheKeyThatWasProbablyMeant() {
        assertThatThrownBy(() -> ConfigFile.parse(FILE, TLS + "sharedPool: [images]\n", ControllerConfig.class))
                .hasMessageContaining("sharedPools");
    }
}
