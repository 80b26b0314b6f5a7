package io.kvmherd.agent.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.TlsReadiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsCheckTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir
    private Path root;

    @BeforeEach
    void aHostThatIsReady() throws IOException {
        put("etc/pki/CA/cacert.pem");
        put("etc/pki/libvirt/servercert.pem");
        put("etc/pki/libvirt/clientcert.pem");
        put("etc/pki/libvirt/private/clientkey.pem");
        qemuCertificates("etc/pki/qemu");
        write("proc/net/tcp", HEAD + "   0: 00000000:4082 00000000:0000 0A 00000000:00000000 00:00000000\n");
    }

    @Test
    void isReadyWithCertificatesAndAPortThatIsListenedTo() {
        assertThat(readiness()).isEqualTo(TlsReadiness.READY);
    }

    @Test
    void countsAPortOfTheNewerProtocolToo() throws IOException {
        write("proc/net/tcp", HEAD);
        write("proc/net/tcp6", HEAD + "   0: 00000000000000000000000000000000:4082 0:0 0A 0\n");

        assertThat(readiness()).isEqualTo(TlsReadiness.READY);
    }

    @Test
    void doesNotCountAPortThatNoOtherHostReachesNorAConnection() throws IOException {
        write("proc/net/tcp", HEAD + "   0: 0100007F:4082 0:0 0A 0\n   1: 00000000:4082 0:0 01 0\n");

        assertThat(readiness()).isEqualTo(TlsReadiness.NOT_LISTENING);
    }

    @Test
    void missesLibvirtsCertificate() throws IOException {
        Files.delete(root.resolve("etc/pki/libvirt/private/clientkey.pem"));

        assertThat(readiness()).isEqualTo(TlsReadiness.LIBVIRT_CERTIFICATE_MISSING);
    }

    @Test
    void missesQemusCertificate() throws IOException {
        Files.delete(root.resolve("etc/pki/qemu/server-cert.pem"));

        assertThat(readiness()).isEqualTo(TlsReadiness.QEMU_CERTIFICATE_MISSING);
    }

    @Test
    void looksWhereLibvirtIsToldThatQemusCertificatesAre() throws IOException {
        write(
                "etc/libvirt/qemu.conf",
                "#migrate_tls_x509_cert_dir = \"/nowhere\"\nmigrate_tls_x509_cert_dir = \"/srv/pki\"\n");

        TlsReadiness before = readiness();
        qemuCertificates("srv/pki");

        assertThat(before).isEqualTo(TlsReadiness.QEMU_CERTIFICATE_MISSING);
        assertThat(readiness()).isEqualTo(TlsReadiness.READY);
    }

    @Test
    void seesThatACertificateHasRunOut() {
        Instant later = Instant.parse("2226-01-01T00:00:00Z");

        assertThat(new TlsCheck(root, InstantSource.fixed(later)).readiness())
                .isEqualTo(TlsReadiness.CERTIFICATE_EXPIRED);
    }

    private TlsReadiness readiness() {
        return new TlsCheck(root, InstantSource.fixed(NOW)).readiness();
    }

    private void qemuCertificates(String folder) throws IOException {
        for (String name :
                new String[] {"ca-cert.pem", "server-cert.pem", "server-key.pem", "client-cert.pem", "client-key.pem"
                }) {
            put(folder + "/" + name);
        }
    }

    private void put(String name) throws IOException {
        write(name, Files.readString(Path.of("src/test/resources/tls/authority.pem")));
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
