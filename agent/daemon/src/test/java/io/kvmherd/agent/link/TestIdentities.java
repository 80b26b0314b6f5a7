package io.kvmherd.agent.link;

import io.kvmherd.common.runtime.tls.TlsFiles;
import io.kvmherd.common.runtime.tls.TlsIdentity;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/** Certificates of the test cluster, valid for thirty years. */
final class TestIdentities {
    private TestIdentities() {}

    static TlsIdentity agent() {
        return TlsIdentity.load(
                new TlsFiles(file("h1.pem"), file("h1.key"), file("authority.pem")),
                Instant.parse("2030-01-01T00:00:00Z"));
    }

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(TestIdentities.class.getResource("/tls/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
