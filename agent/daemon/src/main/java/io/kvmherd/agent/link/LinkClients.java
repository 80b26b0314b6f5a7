package io.kvmherd.agent.link;

import io.kvmherd.common.model.Limits;
import io.kvmherd.common.runtime.tls.TlsFiles;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Set;

/** Makes the client that dials with this host's certificate. */
final class LinkClients {
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int FRAME_BYTES = 256 * 1_024;
    private static final int CLOSE_SECONDS = 2;

    private LinkClients() {}

    /**
     * The server's name is not compared with its certificate: controllers are dialled by address, and what counts is the
     * identity in the certificate, which is checked before anything is said.
     */
    static WebSocketClient create(Vertx vertx, TlsFiles files) {
        return vertx.createWebSocketClient(new WebSocketClientOptions()
                .setSsl(true)
                .setVerifyHost(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(files.certificate().toString())
                        .addKeyPath(files.key().toString()))
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(files.authority().toString()))
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setMaxFrameSize(FRAME_BYTES)
                .setMaxMessageSize(Limits.MESSAGE_BYTES)
                .setClosingTimeout(CLOSE_SECONDS)
                .setTcpKeepAlive(true));
    }
}
