package io.kvmherd.cli.socket;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where a controller's API is. */
public sealed interface Endpoint {
    /** Connects; blocks for at most the patience. Fails as {@link Http#connect}. */
    TimedBytes connect(Duration patience);

    /** What a request names as its host. */
    String authority();

    /** What the caller proves by who he is; empty where the kernel tells. */
    Optional<String> token();

    /** On this machine; the kernel tells the controller who asks. */
    record UnixSocket(Path path) implements Endpoint {
        @Override
        public TimedBytes connect(Duration patience) {
            return UnixBytes.connect(path, patience);
        }

        @Override
        public String authority() {
            return "localhost";
        }

        @Override
        public Optional<String> token() {
            return Optional.empty();
        }
    }

    /**
     * On any machine, over TLS 1.3. The server's certificate must be for this host and issued by this authority; no other
     * authority of the machine is believed.
     *
     * @param host name or address
     * @param certificates of the cluster's authority, a PEM file
     * @param secret the token's text
     */
    record TlsServer(String host, int port, Path certificates, String secret) implements Endpoint {
        @Override
        public TimedBytes connect(Duration patience) {
            return TlsBytes.connect(this, patience);
        }

        @Override
        public String authority() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }

        @Override
        public Optional<String> token() {
            return Optional.of(secret);
        }

        /** Without the token, so that no message can hold it. */
        @Override
        public String toString() {
            return "TlsServer[" + authority() + "]";
        }
    }
}
