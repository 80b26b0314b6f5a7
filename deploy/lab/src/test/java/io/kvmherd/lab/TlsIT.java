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

/** Guests travel over TLS, control and data alike; what is not believed is refused, and the guest stays. */
@ExtendWith(LabExtension.class)
final class TlsIT {
    /** libvirt's port for TLS as the kernel writes it. */
    private static final String TLS_PORT = ":4082 ";

    private static final String CONTROLLER = "cluster:\n";
    private static final String REQUIRED = "cluster:\n  migrationTls: required\n";

    private final Cluster cluster;
    private final Lab lab;

    TlsIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void sendsControlAndMemoryOverTls() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("sealed"));

        String operation = cluster.begin("migrate", guest.name(), "--to", "h2", "--bandwidth", "2");
        cluster.awaitSending(operation, guest);
        String parameters =
                lab.virsh("h1", "qemu-monitor-command", guest.name(), "{\"execute\":\"query-migrate-parameters\"}");
        String connections = lab.exec("h1", "cat", "/proc/net/tcp");
        cluster.speedUp(guest);
        JsonNode ended = cluster.awaitEnd(operation);

        assertThat(parameters).contains("\"tls-creds\":\"objlibvirt_migrate_tls0\"");
        assertThat(connections.lines().filter(line -> line.contains(TLS_PORT) && line.contains(" 01 ")))
                .as("a connection to libvirt's TLS port: " + connections)
                .isNotEmpty();
        assertThat(ended.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("migration").path("transport").asText()).isEqualTo("TLS");
        cluster.assertRunsOnceOn(guest, "h2");
    }

    @Test
    void refusesACertificateOfAStrangerAndTheGuestStays() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("wary"));
        inFolder(
                "h2",
                "cp -a . ../qemu.kept && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
                        + " -days 1 -subj /CN=stranger -keyout server-key.pem -out server-cert.pem 2>/dev/null");
        try {
            Told told = cluster.kvmherd("migrate", guest.name(), "--to", "h2");

            assertThat(told.exit()).as(told.said()).isNotZero();
            assertThat(told.said()).contains("certificate").contains("both hosts");
            cluster.assertRunsOnceOn(guest, "h1");
        } finally {
            inFolder("h2", "cp -a ../qemu.kept/. . && rm -r ../qemu.kept");
        }
        assertThat(cluster.kvmherd("migrate", guest.name(), "--to", "h2")
                        .data()
                        .path("state")
                        .asText())
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void goesInTheClearAndSaysSoWhereAHostHasNoCertificateAndIsRefusedWhereTlsIsRequired() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("open"));
        inFolder("h3", "mv client-cert.pem ../client-cert.kept");
        try {
            awaitTls("h3", "QEMU_CERTIFICATE_MISSING");

            JsonNode plain =
                    cluster.kvmherd("migrate", guest.name(), "--to", "h3").data();
            configure(CONTROLLER, REQUIRED);
            Told told = cluster.kvmherd("migrate", guest.name(), "--to", "h1");

            assertThat(plain.path("migration").path("transport").asText()).isEqualTo("PLAIN");
            assertThat(told.exit()).as(told.said()).isEqualTo(5);
            assertThat(told.said())
                    .contains("have to go over TLS")
                    .contains("h3")
                    .contains("/etc/pki/qemu");
            cluster.assertRunsOnceOn(guest, "h3");
        } finally {
            inFolder("h3", "mv ../client-cert.kept client-cert.pem");
            configure(REQUIRED, CONTROLLER);
        }
        awaitTls("h3", "READY");
    }

    private void awaitTls(String host, String readiness) {
        await(host + " says " + readiness)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .pollInSameThread()
                .until(() -> cluster.host(host).path("tls").asText().equals(readiness));
    }

    private void inFolder(String host, String script) {
        lab.exec(host, "sh", "-c", "cd /etc/pki/qemu && " + script);
    }

    private void configure(String from, String to) {
        Path file = Lab.STATE.resolve("controller/controller.yaml");
        try {
            Files.writeString(file, Files.readString(file).replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lab.killController();
        lab.startController();
        cluster.awaitAllHostsUp();
    }
}
