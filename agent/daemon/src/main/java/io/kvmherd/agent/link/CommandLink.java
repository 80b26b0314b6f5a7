package io.kvmherd.agent.link;

import io.kvmherd.agent.worker.Conversation;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.runtime.config.NetworkAddress;
import io.kvmherd.common.runtime.tls.PeerIdentity;
import io.kvmherd.common.runtime.tls.TlsIdentity;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one link to one controller.
 *
 * <p>After a controller restarts, all agents find their links gone at the same moment. So pauses are spread: each is drawn
 * between half and the whole of its length, from a sequence that the host's name and the controller's address seed.
 */
public final class CommandLink {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLink.class);
    private static final String PATH = "/link/v1";

    private final Vertx vertx;
    private final Context context;
    private final NetworkAddress controller;
    private final PeerIdentity self;
    private final Conversation conversation;
    private final LinkTimes times;
    private final WebSocketClient client;
    private final Random spread;
    private Optional<LinkSocket> open = Optional.empty();
    private long pauseMs;
    private String lastFailure = "";
    private boolean closed;

    private CommandLink(
            Vertx vertx, NetworkAddress controller, TlsIdentity identity, Conversation conversation, LinkTimes times) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.controller = controller;
        this.self = identity.self();
        this.conversation = conversation;
        this.times = times;
        this.client = LinkClients.create(vertx, identity.files());
        this.spread = new Random(new HostId(self.name()).value().hashCode() * 31L
                + controller.value().hashCode());
        this.pauseMs = times.firstPauseMs();
    }

    /** Begins to dial and returns at once. */
    public static CommandLink start(
            Vertx vertx, NetworkAddress controller, TlsIdentity identity, Conversation conversation, LinkTimes times) {
        CommandLink link = new CommandLink(vertx, controller, identity, conversation, times);
        link.context.runOnContext(now -> link.dial());
        return link;
    }

    /** Hangs up and dials no more. */
    public void close() {
        context.runOnContext(now -> {
            closed = true;
            open.ifPresent(socket -> socket.end("the agent is stopping"));
        });
    }

    private void dial() {
        if (closed) {
            return;
        }
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(controller.host())
                .setPort(controller.port())
                .setURI(PATH)
                // Who takes the connection and then says nothing, as one that is frozen, would be waited for without
                // end.
                .setTimeout(times.silenceMs());
        client.connect(options)
                .onSuccess(socket -> context.runOnContext(now -> connected(socket)))
                .onFailure(failure -> context.runOnContext(now -> failed(String.valueOf(failure.getMessage()))));
    }

    private void connected(WebSocket socket) {
        try {
            PeerIdentity peer = peerOf(socket).require(PeerIdentity.Role.CONTROLLER, self.cluster());
            LOG.info("link to {} at {} is open", peer, controller);
        } catch (KvmherdException e) {
            socket.close().onFailure(failure -> LOG.debug("it was closed already", failure));
            failed("the other end is refused: " + e.getMessage());
            return;
        }
        LinkSocket link = new LinkSocket(socket, conversation, this::ended);
        open = Optional.of(link);
        pauseMs = times.firstPauseMs();
        lastFailure = "";
        link.begin(vertx, times);
    }

    private void ended(String why) {
        context.runOnContext(now -> {
            open = Optional.empty();
            failed(why);
        });
    }

    private void failed(String why) {
        if (closed) {
            return;
        }
        if (!why.equals(lastFailure)) {
            LOG.warn("no link to the controller at {}: {}; dialling on", controller, why);
            lastFailure = why;
        }
        long half = Math.max(1, pauseMs / 2);
        vertx.setTimer(half + spread.nextLong(half), timer -> dial());
        pauseMs = Math.min(times.longestPauseMs(), pauseMs * 2);
    }

    private static PeerIdentity peerOf(WebSocket socket) {
        try {
            List<Certificate> chain = socket.peerCertificates();
            if (!chain.isEmpty() && chain.getFirst() instanceof X509Certificate certificate) {
                return PeerIdentity.of(certificate);
            }
        } catch (SSLPeerUnverifiedException e) {
            throw LinkSocket.denied("the other end has shown no certificate: " + e.getMessage());
        }
        throw LinkSocket.denied("the other end has shown no X.509 certificate");
    }
}
