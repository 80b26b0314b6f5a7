package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A host that is only observed: it tells everything, and nothing on it is changed. */
@ExtendWith(LabExtension.class)
final class ObserveIT {
    private final Cluster cluster;
    private final Lab lab;

    ObserveIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void changesNothingOnAHostThatAnOperatorOnlyObserves() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("watched"));
        cluster.kvmherd("host", "set", "h1", "mode=observe").data();
        String before = definitions("h1");

        Told stop = cluster.kvmherd("guest", "stop", guest.name(), "-y");
        Told evacuate = cluster.kvmherd("evacuate", "h1", "-y");
        JsonNode plan = cluster.kvmherd("evacuate", "h1", "--dry-run").data();

        assertThat(stop.exit()).as(stop.said()).isNotZero();
        assertThat(stop.said()).contains("observe");
        assertThat(evacuate.exit()).as(evacuate.said()).isNotZero();
        assertThat(evacuate.said()).contains("observe");
        assertThat(Json.texts(plan, "steps", "guestName")).containsExactly(guest.name());
        assertThat(definitions("h1")).isEqualTo(before);
        cluster.assertRunsOnceOn(guest, "h1");
        cluster.kvmherd("host", "set", "h1", "mode=manage").data();
        assertThat(cluster.kvmherd("migrate", guest.name()).data().path("state").asText())
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void believesTheAgentThatWasStartedToObserveMoreThanTheOperator() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("guarded"));
        setMode("manage", "observe");
        try {
            restartAgent("OBSERVE");

            cluster.kvmherd("host", "set", "h1", "mode=manage").data();
            Told stop = cluster.kvmherd("guest", "stop", guest.name(), "-y");

            assertThat(cluster.host("h1").path("mode").asText()).isEqualTo("OBSERVE");
            assertThat(Json.list(cluster.host("h1"), "observedBy"))
                    .extracting(JsonNode::asText)
                    .containsExactly("AGENT");
            assertThat(stop.exit()).as(stop.said()).isNotZero();
            cluster.assertRunsOnceOn(guest, "h1");
        } finally {
            setMode("observe", "manage");
            restartAgent("MANAGE");
        }
    }

    /** All that libvirt has of the host's guests, pools and networks, as it would be after a restart. */
    private String definitions(String host) {
        StringBuilder all = new StringBuilder();
        lab.domains(host).keySet().forEach(name -> all.append(lab.virsh(host, "dumpxml", name, "--inactive")));
        lab.names(host, "pool-list").forEach(name -> all.append(lab.virsh(host, "pool-dumpxml", name, "--inactive")));
        lab.names(host, "net-list").forEach(name -> all.append(lab.virsh(host, "net-dumpxml", name, "--inactive")));
        return all.toString();
    }

    private void restartAgent(String mode) {
        lab.killAgent("h1");
        lab.startAgent("h1");
        await("h1 says " + mode)
                .atMost(Duration.ofMinutes(2))
                .pollInSameThread()
                .until(() -> cluster.host("h1").path("mode").asText().equals(mode));
        cluster.awaitAllHostsUp();
    }

    private void setMode(String from, String to) {
        Path configuration = lab.agentConfiguration("h1");
        try {
            String text = Files.readString(configuration);
            String rest = text.replace("mode: " + from + "\n", "");
            Files.writeString(configuration, rest + "mode: " + to + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
