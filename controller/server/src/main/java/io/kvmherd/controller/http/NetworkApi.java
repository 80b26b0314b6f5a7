package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.runtime.tls.TlsFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The API for other machines: TLS 1.3 with the controller's own certificate. Who asks is proved by a token, not by it. */
public final class NetworkApi {
    private static final long CLOSE_SECONDS = 2;

    private final Settings settings;
    private final HttpServer server;

    /**
     * @param address one address of this machine
     * @param tls the certificate must be for the name or address that clients use
     */
    public record Settings(String address, int port, TlsFiles tls) {}

    /** @param admission of this place alone */
    NetworkApi(Vertx vertx, Settings settings, Admission admission, Router router) {
        this.settings = settings;
        server = vertx.createHttpServer(ApiServer.options()
                        .setHost(settings.address())
                        .setPort(settings.port())
                        .setSsl(true)
                        .setUseAlpn(false)
                        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(settings.tls().certificate().toString())
                                .addKeyPath(settings.tls().key().toString())))
                .connectionHandler(admission::connected)
                .invalidRequestHandler(UnreadRequests::answer)
                .requestHandler(router);
    }

    Future<Void> start() {
        return server.listen()
                .recover(failure -> Future.failedFuture(new KvmherdException(
                        ErrorCode.CONFLICT,
                        "The API cannot listen at " + settings.address() + ":" + settings.port() + ".\nWhy: "
                                + failure.getMessage() + "\nNext: set api.address to an address of this machine and"
                                + " api.port to a free port, or leave api out.",
                        failure)))
                .mapEmpty();
    }

    Future<Void> stop() {
        return server.shutdown(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
