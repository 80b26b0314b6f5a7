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
    /** Requests at a time on the socket, those whose body is still on its way among them; watchers are counted elsewhere. */
    static final int REQUESTS = 256;

    private static final int CONNECTIONS = 1_024;
    private static final int NETWORK_REQUESTS = 64;
    private static final int NETWORK_CONNECTIONS = 256;

    private final int mostRequests;
    private final int mostConnections;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    private Admission(int mostRequests, int mostConnections) {
        this.mostRequests = mostRequests;
        this.mostConnections = mostConnections;
    }

    static Admission ofSocket() {
        return new Admission(REQUESTS, CONNECTIONS);
    }

    /** Counted by itself and smaller: strangers who open connections must not keep this machine's operators out. */
    static Admission ofNetwork() {
        return new Admission(NETWORK_REQUESTS, NETWORK_CONNECTIONS);
    }

    void connected(HttpConnection connection) {
        connection.closeHandler(closed -> connections.decrementAndGet());
        if (connections.incrementAndGet() > mostConnections) {
            connection.close();
        }
    }

    void letIn(RoutingContext context) {
        if (requests.incrementAndGet() > mostRequests) {
            requests.decrementAndGet();
            context.fail(new KvmherdException(
                    ErrorCode.BUSY, mostRequests + " requests are being answered already, the most that may be"));
            return;
        }
        context.addEndHandler(ended -> requests.decrementAndGet());
        context.next();
    }
}
