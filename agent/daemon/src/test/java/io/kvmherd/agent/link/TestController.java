package io.kvmherd.agent.link;

import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.LinkMessage.FromAgent;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A controller's end of the link, as small as can be. */
final class TestController implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<FromAgent> heard = new LinkedBlockingQueue<>();
    private final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;
    private final int port;

    /** @param certificate whose certificate it shows: "c1" or somebody else's */
    TestController(Vertx vertx, String certificate) throws Exception {
        this(vertx, certificate, true);
    }

    private TestController(Vertx vertx, String certificate, boolean answers) throws Exception {
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(TestIdentities.file(certificate + ".pem")
                                        .toString())
                                .addKeyPath(TestIdentities.file(certificate + ".key")
                                        .toString()))
                        .setTrustOptions(new PemTrustOptions()
                                .addCertPath(
                                        TestIdentities.file("authority.pem").toString())))
                .webSocketHandshakeHandler(asked -> {
                    requests.incrementAndGet();
                    if (answers) {
                        asked.accept().onFailure(failure -> sockets.clear());
                    }
                })
                .webSocketHandler(this::opened);
        port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .actualPort();
    }

    /** One that takes connections and then says nothing at all, as a process that is frozen. */
    static TestController thatAnswersNothing(Vertx vertx, String certificate) throws Exception {
        return new TestController(vertx, certificate, false);
    }

    int port() {
        return port;
    }

    /** How often somebody asked for a link. */
    int requests() {
        return requests.get();
    }

    int connections() {
        return sockets.size();
    }

    FromAgent hear() throws InterruptedException {
        FromAgent message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("the agent said nothing within " + PATIENCE_SECONDS + " s");
        }
        return message;
    }

    boolean heardNothing() {
        return heard.isEmpty();
    }

    void say(LinkMessage message) {
        sayText(JsonCodec.wire().writeText(message));
    }

    void sayText(String text) {
        sockets.getLast().writeTextMessage(text).onFailure(failure -> sockets.clear());
    }

    void hangUp() {
        sockets.getLast().close().onFailure(failure -> sockets.clear());
    }

    /** Reads nothing any more, so that not even pings are answered. */
    void fallSilent() {
        sockets.getLast().pause();
    }

    @Override
    public void close() {
        server.close().onFailure(failure -> sockets.clear());
    }

    private void opened(ServerWebSocket socket) {
        socket.textMessageHandler(text -> heard.add(JsonCodec.wire().readText(text, FromAgent.class)));
        sockets.add(socket);
    }
}
