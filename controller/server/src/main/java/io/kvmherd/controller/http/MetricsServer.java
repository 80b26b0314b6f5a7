package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.CompletionStage;

/** Health and metrics for programs that speak TCP only. It serves nothing else. */
public final class MetricsServer {
    private static final int IDLE_SECONDS = 30;

    private final HttpServer server;
    private final String address;
    private final int port;

    /** @param port 0 lets the system choose, for tests */
    public MetricsServer(Vertx vertx, String address, int port, HealthRoutes health) {
        this.address = address;
        this.port = port;
        Router router = Router.router(vertx);
        health.mount(router);
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(address)
                        .setPort(port)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setHttp2ClearTextEnabled(false))
                .requestHandler(router);
    }

    /** Begins to listen and gives the port. */
    public CompletionStage<Integer> start() {
        return server.listen()
                .map(HttpServer::actualPort)
                .recover(failure -> Future.failedFuture(new KvmherdException(
                        ErrorCode.CONFLICT,
                        "Health and metrics cannot listen at " + address + ":" + port + ".\nWhy: "
                                + failure.getMessage()
                                + "\nNext: set metrics.address to an address of this machine and metrics.port to a free"
                                + " port.",
                        failure)))
                .toCompletionStage();
    }

    public CompletionStage<Void> stop() {
        return server.close().toCompletionStage();
    }
}
