package io.kvmherd.common.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.runtime.tls.PeerIdentity.Role;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant TOO_LATE = Instant.parse("2099-01-01T00:00:00Z");

    @Test
    void readsAnAgentsIdentity() {
        TlsIdentity identity = load("h1", "authority");

        assertThat(identity.self()).isEqualTo(new PeerIdentity("test", Role.AGENT, "h1"));
        assertThat(identity.notAfter()).isAfter(NOW);
    }

    @Test
    void readsAControllersIdentity() {
        TlsIdentity identity = load("c1", "authority");

        assertThat(identity.self()).hasToString("spiffe://test/controller/c1");
    }

    @Test
    void refusesAnExpiredCertificateAndNamesTheFile() {
        assertThatThrownBy(() -> TlsIdentity.load(files("h1", "authority"), TOO_LATE))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining("h1.pem is valid from")
                .hasMessageContaining(TOO_LATE.toString());
    }

    @Test
    void refusesACertificateOfAnotherAuthority() {
        assertThatThrownBy(() -> load("h1", "another-authority"))
                .hasMessageContaining("was not issued by the authority");
    }

    @Test
    void refusesAMissingFileAndNamesTheKey(@TempDir Path folder) {
        TlsFiles files = new TlsFiles(folder.resolve("none.pem"), file("h1.key"), file("authority.pem"));

        assertThatThrownBy(() -> TlsIdentity.load(files, NOW))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_FAILED))
                .hasMessageContaining("tls.certificate")
                .hasMessageContaining("none.pem");
    }

    @Test
    void refusesAFileThatIsNoCertificate(@TempDir Path folder) throws Exception {
        Path text = Files.writeString(folder.resolve("text.pem"), "hello");

        assertThatThrownBy(() -> TlsIdentity.load(new TlsFiles(text, file("h1.key"), file("authority.pem")), NOW))
                .hasMessageContaining("is not a certificate in PEM form");
    }

    @Test
    void refusesACertificateInPlaceOfTheKey() {
        TlsFiles files = new TlsFiles(file("h1.pem"), file("h1.pem"), file("authority.pem"));

        assertThatThrownBy(() -> TlsIdentity.load(files, NOW)).hasMessageContaining("PKCS #8");
    }

    @Test
    void refusesACertificateThatNamesNobody() {
        assertThatThrownBy(() -> load("nobody", "authority"))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED))
                .hasMessageContaining("has 0 spiffe:// names");
    }

    @Test
    void refusesACertificateWithTwoRoles() {
        assertThatThrownBy(() -> load("twofold", "authority")).hasMessageContaining("has 2 spiffe:// names");
    }

    @Test
    void refusesARoleThatDoesNotExist() {
        assertThatThrownBy(() -> load("chef", "authority")).hasMessageContaining("spiffe://test/chef/h1");
    }

    @Test
    void refusesAPeerOfAnotherRoleOrCluster() {
        PeerIdentity agent = load("h1", "authority").self();

        assertThat(agent.require(Role.AGENT, "test")).isEqualTo(agent);
        assertThatThrownBy(() -> agent.require(Role.CONTROLLER, "test"))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED))
                .hasMessageContaining("only a controller of cluster test");
        assertThatThrownBy(() -> agent.require(Role.AGENT, "other")).hasMessageContaining("cluster other");
    }

    private static TlsIdentity load(String name, String authority) {
        return TlsIdentity.load(files(name, authority), NOW);
    }

    private static TlsFiles files(String name, String authority) {
        return new TlsFiles(file(name + ".pem"), file(name + ".key"), file(authority + ".pem"));
    }

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(TlsIdentityTest.class.getResource("/tls/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
