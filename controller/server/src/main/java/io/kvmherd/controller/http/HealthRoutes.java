package io.kvmherd.controller.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Health and metrics, the same on the socket and on the loopback port.
 *
 * @param metrics in Prometheus' text format
 */
public record HealthRoutes(Health health, Supplier<String> metrics) {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    void mount(Router router) {
        router.get("/health/live").handler(context -> tell(context, health.whyNotAlive()));
        router.get("/health/ready").handler(context -> tell(context, health.whyNotReady()));
        // Some meters are counted when they are read, which takes longer than an event loop has time.
        router.get("/metrics")
                .blockingHandler(context -> send(context, new Reply(OK, "text/plain; version=0.0.4", bytes())), false);
    }

    private byte[] bytes() {
        return Buffer.buffer(metrics.get()).getBytes();
    }

    private static void tell(RoutingContext context, Optional<String> why) {
        send(context, Reply.text(why.isEmpty() ? OK : UNAVAILABLE, why.orElse("ok") + "\n"));
    }

    private static void send(RoutingContext context, Reply reply) {
        context.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", reply.contentType())
                .end(Buffer.buffer(reply.body()));
    }
}
