package io.kvmherd.controller.link;

import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.kvmherd.common.runtime.tls.TlsFiles;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The other end of a link, driven by a test. */
public final class DialledAgent {
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<LinkMessage> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<@Nullable String> closed = new CompletableFuture<>();
    private final Semaphore pings = new Semaphore(0);
    private final WebSocketClient client;
    private final WebSocket socket;

    /** @param client held because the library closes a client that nobody holds */
    private DialledAgent(WebSocketClient client, WebSocket socket) {
        this.client = client;
        this.socket = socket;
    }

    /** @throws Exception when the server does not let it in */
    public static DialledAgent dial(Vertx vertx, int port, TlsFiles files, String path) throws Exception {
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setSsl(true)
                .setMaxMessageSize(16 * 1_024 * 1_024)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(files.certificate().toString())
                        .addKeyPath(files.key().toString()))
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(files.authority().toString()));
        CompletableFuture<DialledAgent> dialled = new CompletableFuture<>();
        WebSocketClient client = vertx.createWebSocketClient(options);
        client.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI(path))
                .onFailure(dialled::completeExceptionally)
                .onSuccess(socket -> dialled.complete(listening(client, socket)));
        try {
            return dialled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            client.close();
            throw e;
        }
    }

    private static DialledAgent listening(WebSocketClient client, WebSocket socket) {
        DialledAgent agent = new DialledAgent(client, socket);
        socket.textMessageHandler(text -> agent.heard.add(JsonCodec.wire().readText(text, LinkMessage.class)));
        socket.frameHandler(frame -> {
            if (frame.isPing()) {
                agent.pings.release();
            }
        });
        socket.closeHandler(unused -> agent.closed.complete(socket.closeReason()));
        return agent;
    }

    public void say(LinkMessage message) throws Exception {
        sayText(JsonCodec.wire().writeText(message));
    }

    void sayText(String text) throws Exception {
        socket.writeTextMessage(text).toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Says something, and does not wait whether it arrives. */
    void shout(String text) {
        socket.writeTextMessage(text).onFailure(refused -> heard.clear());
    }

    /** Reads nothing any more, not even the server's pings. */
    void fallSilent() {
        socket.pause();
    }

    void wakeUp() {
        socket.resume();
    }

    public LinkMessage hear() throws InterruptedException {
        LinkMessage message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing was heard within " + PATIENCE_SECONDS + " s");
        }
        return message;
    }

    public void hangUp() throws Exception {
        socket.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        client.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits until the server has asked so many more times for a sign of life. */
    void awaitPings(int count) throws InterruptedException {
        if (!pings.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no " + count + " pings within " + PATIENCE_SECONDS + " s");
        }
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    /** The reason that the server gave. */
    String closedBecause() throws Exception {
        return String.valueOf(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
}
