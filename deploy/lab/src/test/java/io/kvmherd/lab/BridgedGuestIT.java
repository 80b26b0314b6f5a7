package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A guest on a bridge of its host goes where a bridge of that name is, and nowhere else. */
@ExtendWith(LabExtension.class)
final class BridgedGuestIT {
    private static final String BRIDGE = "br7";
    private static final Duration REPORTED = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final Lab lab;
    private final ForeignGuest guest;

    BridgedGuestIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
        this.guest = ForeignGuest.on("h1", "bridged")
                .with("s|<interface type='network'><source network='default'/>|<interface type='bridge'>"
                        + "<source bridge='" + BRIDGE + "'/>|");
    }

    @BeforeEach
    void startItOnItsBridge() {
        bridge("h1");
        guest.define(lab).start(lab);
        await("its host tells of it")
                .atMost(REPORTED)
                .pollInSameThread()
                .until(() -> !Json.list(cluster.get("/v1/unmanaged"), "items").isEmpty());
        cluster.kvmherd("guest", "adopt", guest.name(), "--host", "h1").data();
    }

    @AfterEach
    void takeItAndTheBridgesAway() {
        cluster.whereIs(guest.name()).keySet().forEach(host -> guest.remove(lab, host));
        lab.namespaceHosts()
                .forEach(host -> lab.exec(host, "sh", "-c", "ip link delete " + BRIDGE + " 2>/dev/null || true"));
    }

    @Test
    void isRefusedByNameAndMovesAsSoonAsTheBridgeIsThere() {
        await("hosts tell what links they have")
                .atMost(REPORTED)
                .pollInSameThread()
                .until(() -> links("h1").contains(BRIDGE) && !links("h2").isEmpty());

        Told refused = cluster.kvmherd("migrate", guest.name(), "--to", "h2");
        bridge("h2");
        await("the other host tells of its new bridge")
                .atMost(REPORTED)
                .pollInSameThread()
                .until(() -> links("h2").contains(BRIDGE));
        cluster.kvmherd("migrate", guest.name(), "--to", "h2").data();

        assertThat(refused.exit()).as(refused.said()).isEqualTo(5);
        assertThat(refused.said()).contains("no link of that name").contains("Make a bridge " + BRIDGE);
        assertThat(cluster.whereIs(guest.name())).containsOnlyKeys("h2").containsValue("running");
    }

    private void bridge(String host) {
        lab.exec(host, "ip", "link", "add", BRIDGE, "type", "bridge");
        lab.exec(host, "ip", "link", "set", BRIDGE, "up");
    }

    private List<String> links(String host) {
        JsonNode told = cluster.get("/v1/hosts/" + host);
        return Json.list(told, "links").stream().map(JsonNode::asText).toList();
    }
}
