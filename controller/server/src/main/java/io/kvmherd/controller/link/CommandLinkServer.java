package io.kvmherd.controller.link;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.runtime.tls.TlsFiles;
import io.kvmherd.controller.loop.CommandLinks;
import io.kvmherd.controller.loop.Inbox;
import io.kvmherd.controller.loop.Measurements;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where agents dial in. */
public final class CommandLinkServer implements CommandLinks {
    /** The path that an agent asks for; a later form of the protocol gets another. */
    public static final String PATH = "/link/v1";

    private static final Logger LOG = LoggerFactory.getLogger(CommandLinkServer.class);
    private static final int CONNECTIONS = Limits.HOSTS + 64;
    private static final int FRAME_BYTES = 256 * 1_024;
    private static final int IDLE_SECONDS = 30;
    private static final int CLOSE_SECONDS = 2;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;
    private final LinkSettings settings;
    private final Inbox inbox;
    private final Measurements measurements;
    private final HttpServer server;
    private final Map<HostId, AgentLink> links = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    public CommandLinkServer(Vertx vertx, LinkSettings settings, Inbox inbox, Measurements measurements) {
        this.vertx = vertx;
        this.settings = settings;
        this.inbox = inbox;
        this.measurements = measurements;
        server = vertx.createHttpServer(options(settings))
                .requestHandler(
                        request -> request.response().setStatusCode(NOT_FOUND).end())
                .exceptionHandler(
                        failure -> LOG.info("a connection to the command link failed: {}", failure.toString()))
                .webSocketHandshakeHandler(this::admit)
                .webSocketHandler(this::open);
    }

    /** Begins to listen and gives the port. */
    public CompletionStage<Integer> start() {
        return server.listen()
                .map(HttpServer::actualPort)
                .recover(failure -> io.vertx.core.Future.failedFuture(new KvmherdException(
                        ErrorCode.CONFLICT,
                        "The command link cannot listen at " + settings.address() + ":" + settings.port() + ".\nWhy: "
                                + failure.getMessage() + "\nNext: set link.address to an address of this machine and"
                                + " link.port to a free port.",
                        failure)))
                .toCompletionStage();
    }

    public CompletionStage<Void> stop() {
        links.values().forEach(link -> link.dismiss("the controller is stopping"));
        return server.shutdown(CLOSE_SECONDS, TimeUnit.SECONDS).toCompletionStage();
    }

    @Override
    public void send(HostId host, long link, LinkMessage message) {
        AgentLink open = links.get(host);
        if (open != null && open.number() == link) {
            open.send(message);
        }
    }

    @Override
    public void close(HostId host, long link, String why) {
        AgentLink open = links.get(host);
        if (open != null && open.number() == link) {
            open.refuse(why);
        }
    }

    private void admit(ServerWebSocketHandshake handshake) {
        if (!handshake.path().equals(PATH)) {
            reject(handshake, NOT_FOUND, "asked for " + handshake.path() + " and not for " + PATH);
        } else if (links.size() >= CONNECTIONS) {
            reject(handshake, UNAVAILABLE, CONNECTIONS + " links are open, the most that may be");
        } else {
            try {
                AgentCertificates.hostOf(handshake::peerCertificates, cluster());
                handshake.accept().onFailure(failure -> LOG.info("a link was not opened", failure));
            } catch (KvmherdException e) {
                reject(handshake, FORBIDDEN, String.valueOf(e.getMessage()));
            }
        }
    }

    private static void reject(ServerWebSocketHandshake handshake, int status, String why) {
        LOG.warn("a connection from {} is refused: {}", handshake.remoteAddress(), why);
        handshake.reject(status).onFailure(failure -> LOG.debug("it was gone already", failure));
    }

    private void open(ServerWebSocket socket) {
        HostId host = AgentCertificates.hostOf(socket::peerCertificates, cluster());
        long number = numbers.incrementAndGet();
        AgentLink link = new AgentLink(host, number, socket, inbox, () -> ended(host, number));
        replace(link);
        measurements.linkOpened();
        link.open(vertx, settings.heartbeat());
    }

    /** The loop must hear of the old link's end before it hears of the new one. */
    private void replace(AgentLink link) {
        AgentLink old = links.put(link.host(), link);
        if (old != null) {
            old.dismiss("replaced by link " + link.number());
        }
    }

    private void ended(HostId host, long number) {
        links.computeIfPresent(host, (key, open) -> open.number() == number ? null : open);
        measurements.linkClosed();
    }

    private String cluster() {
        return settings.identity().self().cluster();
    }

    private static HttpServerOptions options(LinkSettings settings) {
        TlsFiles files = settings.identity().files();
        return new HttpServerOptions()
                .setHost(settings.address())
                .setPort(settings.port())
                .setSsl(true)
                .setUseAlpn(false)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(files.certificate().toString())
                        .addKeyPath(files.key().toString()))
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(files.authority().toString()))
                .setMaxWebSocketFrameSize(FRAME_BYTES)
                .setMaxWebSocketMessageSize(Limits.MESSAGE_BYTES)
                .setWebSocketClosingTimeout(CLOSE_SECONDS)
                .setIdleTimeout(IDLE_SECONDS)
                .setRegisterWebSocketWriteHandlers(false);
    }
}
