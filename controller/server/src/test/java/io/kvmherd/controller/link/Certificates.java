package io.kvmherd.controller.link;

import io.kvmherd.common.runtime.tls.TlsFiles;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** The test certificates: h1 and c1 are what they say, the others must be refused. */
public final class Certificates {
    private Certificates() {}

    public static TlsFiles of(String name) {
        return new TlsFiles(file(name + ".pem"), file(name + ".key"), file("authority.pem"));
    }

    private static Path file(String name) {
        try {
            URL found = Objects.requireNonNull(Certificates.class.getResource("/tls/" + name), name);
            return Path.of(found.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
