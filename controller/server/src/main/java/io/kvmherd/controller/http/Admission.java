package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much is let in at a time. What is beyond is told so before its body is read, as it costs nothing then; a client that
 * sends slowly holds its place, so the places of one client are bounded by those of all. Safe from any event loop.
 */
final class Admission {
    /** Requests at a time, those whose body is still on its way among them; those who watch events are counted elsewhere. */
    static final int REQUESTS = 256;

    /** Connections at a time; a further one is closed unheard. */
    static final int CONNECTIONS = 1_024;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    void connected(HttpConnection connection) {
        connection.closeHandler(closed -> connections.decrementAndGet());
        if (connections.incrementAndGet() > CONNECTIONS) {
            connection.close();
        }
    }

    void letIn(RoutingContext context) {
        if (requests.incrementAndGet() > REQUESTS) {
            requests.decrementAndGet();
            context.fail(new KvmherdException(
                    ErrorCode.BUSY, REQUESTS + " requests are being answered already, the most that may be"));
            return;
        }
        context.addEndHandler(ended -> requests.decrementAndGet());
        context.next();
    }
}
