package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.controller.app.port.Archive;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.loop.EventFeed;
import io.kvmherd.controller.loop.RequestDesk;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The API on its Unix socket and, where it is configured, over TLS to those who have a token. */
public final class ApiServer implements EventFeed {
    static final int HEADER_BYTES = 16 * 1_024;
    static final int LINE_BYTES = 8 * 1_024;
    private static final int IDLE_SECONDS = 120;
    private static final long CLOSE_SECONDS = 2;

    private final Vertx vertx;
    private final SocketFile socket;
    private final EventStream events;
    private final HttpServer server;
    private final Optional<NetworkApi> network;

    /**
     * What the API serves.
     *
     * @param version of this program
     * @param desk where writes are handed in
     * @param snapshots the newest durable picture
     * @param archive what is no longer in memory
     * @param health and metrics
     * @param contract what requests are held against
     */
    public record Offer(
            String version,
            RequestDesk desk,
            Snapshots snapshots,
            Archive archive,
            HealthRoutes health,
            ApiContract contract) {}

    /**
     * Where the API is served.
     *
     * @param group whose members may use the socket, besides root
     * @param network empty where the socket is the only place
     */
    public record Places(Path socket, String group, Optional<NetworkApi.Settings> network) {}

    public ApiServer(Vertx vertx, Places places, Offer offer) {
        this.vertx = vertx;
        socket = new SocketFile(places.socket(), places.group());
        events = new EventStream(vertx, offer.archive(), offer.snapshots());
        Admission admission = Admission.ofSocket();
        Admission networkAdmission = Admission.ofNetwork();
        Reads reads = new Reads(offer.version(), new PastOperations(offer.archive()));
        server = vertx.createHttpServer(options())
                .connectionHandler(admission::connected)
                .invalidRequestHandler(UnreadRequests::answer)
                .requestHandler(
                        new ApiRouter(vertx, offer, new Peers(), events, admission).build(offer.health(), reads));
        network = places.network()
                .map(settings ->
                        new NetworkApi(vertx, settings, networkAdmission, tokenRouter(offer, reads, networkAdmission)));
    }

    /** Begins to listen, with the socket open to root and the group. The file system is asked on a worker thread. */
    public CompletionStage<Void> start() {
        return vertx.executeBlocking(
                        () -> {
                            socket.clear();
                            return socket;
                        },
                        false)
                .compose(cleared -> server.listen(
                                SocketAddress.domainSocketAddress(socket.path().toString()))
                        .recover(failure -> Future.failedFuture(cannotListen(failure))))
                .compose(listening -> vertx.executeBlocking(
                        () -> {
                            socket.admit();
                            return socket;
                        },
                        false))
                .compose(open -> network.map(NetworkApi::start).orElseGet(Future::succeededFuture))
                .onSuccess(open -> events.start())
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    public CompletionStage<Void> stop() {
        events.stop();
        return network.map(NetworkApi::stop)
                .orElseGet(Future::succeededFuture)
                .compose(closed -> server.shutdown(CLOSE_SECONDS, TimeUnit.SECONDS))
                .compose(closed -> vertx.executeBlocking(
                        () -> {
                            socket.remove();
                            return socket;
                        },
                        false))
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    @Override
    public void publish(EventRecord event) {
        events.publish(event);
    }

    private Router tokenRouter(Offer offer, Reads reads, Admission admission) {
        BearerTokens tokens = new BearerTokens(offer.snapshots(), new FailedAttempts());
        return new ApiRouter(vertx, offer, tokens, events, admission).buildWithoutHealth(reads);
    }

    private KvmherdException cannotListen(Throwable failure) {
        return new KvmherdException(
                ErrorCode.FILE_FAILED,
                "The API cannot listen at " + socket.path() + ".\nWhy: " + failure.getMessage()
                        + "\nNext: check the folder's owner and mode, or set socket.path to another path.",
                failure);
    }

    /** The bounds that hold wherever the API is served. */
    static HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxHeaderSize(HEADER_BYTES)
                .setMaxInitialLineLength(LINE_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false);
    }
}
