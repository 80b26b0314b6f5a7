package io.kvmherd.agent.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
public final class HealthServer {
    private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final int IDLE_SECONDS = 30;

    private final Vertx vertx;
    private final Supplier<List<String>> problems;
    private final Supplier<String> metrics;
    private final HttpServer server;

    /**
     * @param problems what keeps the agent from its work; may wait, so it is asked off the event loop
     * @param metrics the meters as text; likewise
     */
    public HealthServer(Vertx vertx, Supplier<List<String>> problems, Supplier<String> metrics) {
        this.vertx = vertx;
        this.problems = problems;
        this.metrics = metrics;
        this.server = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
                .requestHandler(this::answer);
    }

    /** Begins to listen and gives the port; port 0 lets the system choose, for tests. */
    public CompletionStage<Integer> listen(String address, int port) {
        return server.listen(port, address)
                .map(HttpServer::actualPort)
                .recover(failure -> Future.failedFuture(new KvmherdException(
                        ErrorCode.CONFLICT,
                        "health cannot be served at " + address + ":" + port + ": " + failure.getMessage()
                                + ". Set health.address to an address of this machine and health.port to a free port",
                        failure)))
                .toCompletionStage();
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (String.valueOf(request.path())) {
            case "/health/live" -> send(response, OK, "text/plain", "alive\n");
            case "/health/ready" ->
                vertx.executeBlocking(problems::get, false)
                        .onSuccess(found -> ready(response, found))
                        .onFailure(failure -> failed(response, failure));
            case "/metrics" ->
                vertx.executeBlocking(metrics::get, false)
                        .onSuccess(text -> send(response, OK, "text/plain; version=0.0.4; charset=utf-8", text))
                        .onFailure(failure -> failed(response, failure));
            default -> send(response, NOT_FOUND, "text/plain", "try /health/live, /health/ready or /metrics\n");
        }
    }

    private static void ready(HttpServerResponse response, List<String> found) {
        Readiness readiness = new Readiness(found.isEmpty(), found);
        send(
                response,
                found.isEmpty() ? OK : UNAVAILABLE,
                "application/json",
                JsonCodec.wire().writeText(readiness) + "\n");
    }

    private static void failed(HttpServerResponse response, Throwable failure) {
        LOG.error("a question about health could not be answered", failure);
        send(response, FAILED, "text/plain", "see the agent's log\n");
    }

    private static void send(HttpServerResponse response, int status, String type, String body) {
        response.setStatusCode(status)
                .putHeader("content-type", type)
                .end(body)
                .onFailure(failure -> LOG.debug("whoever asked has gone", failure));
    }

    /** The body of {@code /health/ready}. */
    record Readiness(boolean ready, List<String> reasons) {}
}
