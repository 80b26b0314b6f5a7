package io.kvmherd.controller.http;

import io.kvmherd.common.api.ProblemResource;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.loop.RequestDesk;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request on the wire to its answer: who asks, may they, what do they ask, and what comes back. */
final class ApiRouter {
    private static final Logger LOG = LoggerFactory.getLogger(ApiRouter.class);
    private static final int TOO_LARGE = 413;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_FAULT = 500;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int RETRY_SECONDS = 2;
    private static final String PRINCIPAL = "principal";
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final Vertx vertx;
    private final RequestDesk desk;
    private final Snapshots snapshots;
    private final PastOperations past;
    private final Authentication authentication;
    private final Authorizer authorizer = new RequiredRoles();
    private final EventStream events;
    private final EndWaits waits;
    private final Admission admission;
    private final ApiContract contract;

    /** @param authentication how callers prove who they are where this router serves */
    ApiRouter(
            Vertx vertx,
            ApiServer.Offer offer,
            Authentication authentication,
            EventStream events,
            Admission admission) {
        this.admission = admission;
        this.vertx = vertx;
        contract = offer.contract();
        desk = offer.desk();
        snapshots = offer.snapshots();
        past = new PastOperations(offer.archive());
        this.authentication = authentication;
        this.events = events;
        waits = new EndWaits(vertx, snapshots::isOpen);
    }

    /** With health and metrics, which anybody may see who reaches them. */
    Router build(HealthRoutes health, Reads reads) {
        Router router = Router.router(vertx);
        health.mount(router);
        return mount(router, reads);
    }

    Router buildWithoutHealth(Reads reads) {
        return mount(Router.router(vertx), reads);
    }

    private Router mount(Router router, Reads reads) {
        router.get("/v1/events").handler(this::authenticate).handler(this::watch);
        router.route().handler(admission::letIn);
        router.route().handler(this::authenticate);
        router.route().handler(ApiRouter::takeJsonOnly);
        router.route().handler(BodyHandler.create(false).setBodyLimit(Limits.REQUEST_BYTES));
        reads.routes().values().forEach(route -> router.get(route.path()).handler(context -> read(context, route)));
        Writes.routes()
                .forEach(route -> router.route(HttpMethod.valueOf(route.method().name()), route.path())
                        .handler(context -> write(context, route)));
        router.route().failureHandler(this::fail);
        router.errorHandler(
                BAD_REQUEST,
                context -> send(
                        context,
                        Problems.badRequest(
                                BAD_REQUEST, String.valueOf(context.request().path()))));
        router.errorHandler(NOT_FOUND, context -> send(context, Problems.noSuchRoute(context.normalizedPath())));
        router.errorHandler(
                METHOD_NOT_ALLOWED,
                context -> send(
                        context, Problems.wrongMethod(context.request().method().name(), context.normalizedPath())));
        return router;
    }

    /** A form would be taken apart by the library and leave no body. */
    private static void takeJsonOnly(RoutingContext context) {
        String type = Objects.requireNonNullElse(context.request().getHeader("Content-Type"), "")
                .toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/") || type.startsWith("application/x-www-form-urlencoded")) {
            send(context, Problems.wrongType(type, context.normalizedPath()));
        } else {
            context.next();
        }
    }

    private void read(RoutingContext context, Reads.Route route) {
        Question question = question(context, route.action());
        OptionalLong wait = question.number("wait", 0, EndWaits.SECONDS);
        Future<Void> due = wait.isEmpty()
                ? Future.succeededFuture()
                : vertx.<Void>executeBlocking(
                                () -> {
                                    permit(context, route.action());
                                    return null;
                                },
                                false)
                        .compose(permitted -> waits.due(question.operation(), wait.getAsLong()));
        due.compose(now -> vertx.executeBlocking(
                        () -> {
                            permit(context, route.action());
                            return Reply.json(route.read().answer(question, snapshots.take()));
                        },
                        false))
                .onSuccess(reply -> send(context, reply))
                .onFailure(context::fail);
    }

    private void write(RoutingContext context, Writes.Route route) {
        Question question = question(context, route.action());
        String method = context.request().method().name();
        List<String> keys = context.request().headers().getAll("Idempotency-Key");
        vertx.executeBlocking(
                        () -> {
                            Principal principal = principal(context);
                            Caller caller = Callers.of(
                                    principal.name(),
                                    keys,
                                    method,
                                    context.request().uri(),
                                    question.body());
                            return hand(principal, caller, route, question);
                        },
                        false)
                .compose(handed -> handed.repeated()
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.fromCompletionStage(
                                desk.submit(handed.caller(), handed.request()), vertx.getOrCreateContext())))
                .compose(response ->
                        vertx.executeBlocking(() -> Reply.of(response, snapshots.take(), question.path()), false))
                .onSuccess(reply -> send(context, reply))
                .onFailure(context::fail);
    }

    /**
     * What goes to the loop: the wish, or that it is denied, which the loop writes down. A body is read before it is held
     * against the contract, because the reader knows better what to say. Blocks for the archive.
     */
    private Handed hand(Principal principal, Caller caller, Writes.Route route, Question question) {
        try {
            authorizer.authorize(principal, route.action(), question.path());
        } catch (KvmherdException e) {
            if (e.code() != ErrorCode.DENIED) {
                throw e;
            }
            String why = String.valueOf(e.getMessage());
            return new Handed(caller, new Request.Denied(route.action(), question.path(), why), Optional.empty());
        }
        Request request = route.wish().request(question);
        contract.requireBody(route.action(), question.body());
        return new Handed(caller, request, past.repeated(snapshots.state(), snapshots.wallTime(), caller));
    }

    private void watch(RoutingContext context) {
        Question question = question(context, "watchEvents");
        vertx.executeBlocking(
                        () -> {
                            permit(context, "watchEvents");
                            return since(context, question);
                        },
                        false)
                .onSuccess(since -> {
                    if (!events.watch(context.response(), principal(context), since)) {
                        context.fail(new KvmherdException(
                                ErrorCode.BUSY, EventStream.WATCHERS + " clients watch already, the most that may"));
                    }
                })
                .onFailure(context::fail);
    }

    private static OptionalLong since(RoutingContext context, Question question) {
        OptionalLong asked = question.number("since", 0, NO_LIMIT);
        String header = context.request().getHeader("Last-Event-ID");
        return asked.isPresent() || header == null
                ? asked
                : new Question(question.path(), Map.of(), new TreeMap<>(Map.of("Last-Event-ID", header)), new byte[0])
                        .number("Last-Event-ID", 0, NO_LIMIT);
    }

    private void permit(RoutingContext context, String action) {
        authorizer.authorize(principal(context), action, context.normalizedPath());
    }

    /** Nothing of a request is read before it is known who asks. */
    private void authenticate(RoutingContext context) {
        context.request().pause();
        vertx.executeBlocking(() -> authentication.of(context.request()), false)
                .onSuccess(principal -> {
                    context.put(PRINCIPAL, principal);
                    context.request().resume();
                    context.next();
                })
                .onFailure(failure -> {
                    context.request().resume();
                    context.fail(failure);
                });
    }

    private static Principal principal(RoutingContext context) {
        return Objects.requireNonNull(context.<Principal>get(PRINCIPAL), "every route is behind authenticate");
    }

    private Question question(RoutingContext context, String action) {
        Map<String, String> parameters = new TreeMap<>();
        context.queryParams().forEach(entry -> parameters.putIfAbsent(entry.getKey(), entry.getValue()));
        contract.requireParameters(action, parameters.keySet());
        Buffer body = context.body().buffer();
        return new Question(
                context.normalizedPath(),
                context.pathParams(),
                parameters,
                body == null ? new byte[0] : body.getBytes());
    }

    private static boolean isCallersFault(int status) {
        return status >= BAD_REQUEST && status < SERVER_FAULT;
    }

    private void fail(RoutingContext context) {
        String path = context.normalizedPath();
        Throwable failure = context.failure();
        if (failure instanceof KvmherdException ours) {
            send(context, Problems.of(ours, path));
        } else if (context.statusCode() == TOO_LARGE) {
            send(
                    context,
                    Problems.of(
                            new KvmherdException(
                                    ErrorCode.TOO_LARGE,
                                    "the body has more than " + Limits.REQUEST_BYTES
                                            + " bytes, the most that it may have"),
                            path));
        } else if (failure == null
                || failure instanceof HttpException
                || failure instanceof VertxException
                || isCallersFault(context.statusCode())) {
            int status = isCallersFault(context.statusCode()) ? context.statusCode() : BAD_REQUEST;
            send(
                    context,
                    switch (status) {
                        case NOT_FOUND -> Problems.noSuchRoute(path);
                        case METHOD_NOT_ALLOWED ->
                            Problems.wrongMethod(context.request().method().name(), path);
                        default -> Problems.badRequest(status, path);
                    });
        } else {
            String incident = UUID.randomUUID().toString();
            LOG.error("incident {}: {} {} failed", incident, context.request().method(), path, failure);
            send(context, Problems.unexpected(incident, path));
        }
    }

    private static void send(RoutingContext context, ProblemResource problem) {
        if (problem.status() == Problems.status(ErrorCode.BUSY)
                || problem.status() == Problems.status(ErrorCode.UNREACHABLE)) {
            context.response().putHeader("Retry-After", Integer.toString(RETRY_SECONDS));
        }
        if (problem.status() == Problems.status(ErrorCode.UNAUTHENTICATED)) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"kvmherd\"");
        }
        send(context, Reply.of(problem));
    }

    private static void send(RoutingContext context, Reply reply) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        context.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", reply.contentType())
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(reply.body()))
                .onFailure(gone -> LOG.debug("a client is gone", gone));
    }

    /** @param repeated the answer, where the same was accepted before */
    private record Handed(Caller caller, Request request, Optional<Response> repeated) {}
}
