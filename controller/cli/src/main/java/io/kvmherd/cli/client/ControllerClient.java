package io.kvmherd.cli.client;

import io.kvmherd.cli.socket.Endpoint;
import io.kvmherd.cli.socket.EventStream;
import io.kvmherd.cli.socket.Http;
import io.kvmherd.cli.socket.HttpRequest;
import io.kvmherd.cli.socket.HttpResponse;
import io.kvmherd.common.api.ActionRequest;
import io.kvmherd.common.api.AdoptRequest;
import io.kvmherd.common.api.AdoptionList;
import io.kvmherd.common.api.ClusterResource;
import io.kvmherd.common.api.ClusterSettingsRequest;
import io.kvmherd.common.api.ClusterSettingsResource;
import io.kvmherd.common.api.CreateGuestRequest;
import io.kvmherd.common.api.CreateTokenRequest;
import io.kvmherd.common.api.DriftResource;
import io.kvmherd.common.api.EvacuateRequest;
import io.kvmherd.common.api.EvacuationRequest;
import io.kvmherd.common.api.ExplanationResource;
import io.kvmherd.common.api.GuestList;
import io.kvmherd.common.api.GuestResource;
import io.kvmherd.common.api.GuestSettingsRequest;
import io.kvmherd.common.api.HostExplanationResource;
import io.kvmherd.common.api.HostList;
import io.kvmherd.common.api.HostMembership;
import io.kvmherd.common.api.HostResource;
import io.kvmherd.common.api.HostSettingsRequest;
import io.kvmherd.common.api.MarkRequest;
import io.kvmherd.common.api.MigrateRequest;
import io.kvmherd.common.api.OperationAccepted;
import io.kvmherd.common.api.OperationList;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.api.PlanProposed;
import io.kvmherd.common.api.PlanResource;
import io.kvmherd.common.api.ReleaseList;
import io.kvmherd.common.api.ReleaseRequest;
import io.kvmherd.common.api.RestoreRequest;
import io.kvmherd.common.api.SpeedRequest;
import io.kvmherd.common.api.TokenCreated;
import io.kvmherd.common.api.TokenList;
import io.kvmherd.common.api.TokenResource;
import io.kvmherd.common.api.UnmanagedList;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.Names;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The controller, as the command sees it. Blocking. A guest is named by its name or its id, which have the same letters;
 * a name that could not be one is refused before anything is sent, by a {@code KvmherdException} INVALID_INPUT.
 */
public final class ControllerClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int PAGES = 400;

    private final ApiCalls calls;

    public ControllerClient(Endpoint server, Pace pace) {
        this.calls = new ApiCalls(new Http(server, PATIENCE), pace);
    }

    /** What can be done to a guest with nothing but its name. */
    public enum GuestAction {
        START("start"),
        SHUT_DOWN("shutdown"),
        STOP("stop"),
        RESTORE("restore"),
        RELEASE("release");

        private final String path;

        GuestAction(String path) {
            this.path = path;
        }
    }

    public Answer<ClusterResource> cluster() {
        return calls.get("/v1/cluster", ClusterResource.class);
    }

    public Answer<ClusterSettingsResource> setCluster(ClusterSettingsRequest settings) {
        return calls.patch("/v1/cluster", settings, as(ClusterSettingsResource.class));
    }

    public Answer<HostResource> setHost(HostId host, HostSettingsRequest settings) {
        return calls.patch(pathOf(host), settings, as(HostResource.class));
    }

    public Answer<HostMembership> remove(HostId host, ActionRequest request) {
        String query = "?dryRun=" + request.dryRun()
                + (request.reason().isEmpty() ? "" : "&reason=" + encoded(request.reason()));
        return calls.delete(pathOf(host) + query, as(HostMembership.class));
    }

    public Answer<HostMembership> add(HostId host, String reason) {
        return calls.post(pathOf(host) + "/add", new ActionRequest(reason, false), as(HostMembership.class));
    }

    public Answer<HostList> hosts() {
        return calls.get("/v1/hosts", HostList.class);
    }

    public Answer<HostResource> host(HostId host) {
        return calls.get(pathOf(host), HostResource.class);
    }

    public Answer<HostResource> cordon(HostId host, String reason) {
        return calls.post(pathOf(host) + "/cordon", new ActionRequest(reason, false), as(HostResource.class));
    }

    public Answer<HostResource> uncordon(HostId host, String reason) {
        return calls.post(pathOf(host) + "/uncordon", new ActionRequest(reason, false), as(HostResource.class));
    }

    /** One host or several, which are emptied together. */
    public Answer<Change> evacuate(List<HostId> hosts, EvacuateRequest request) {
        return hosts.size() == 1
                ? calls.post(pathOf(hosts.getFirst()) + "/evacuate", request, ControllerClient::change)
                : calls.post(
                        "/v1/evacuations",
                        new EvacuationRequest(hosts, request.reason(), request.dryRun(), request.copyStorage()),
                        ControllerClient::change);
    }

    public Answer<Change> restore(HostId host, RestoreRequest request) {
        return calls.post(pathOf(host) + "/restore", request, ControllerClient::change);
    }

    public Answer<HostExplanationResource> explain(HostId host) {
        return calls.get(pathOf(host) + "/explanation", HostExplanationResource.class);
    }

    /** All guests, page by page. */
    public Answer<GuestList> guests() {
        List<GuestResource> all = new ArrayList<>();
        String after = "";
        for (int page = 0; page < PAGES; page++) {
            String path = "/v1/guests?limit=" + Limits.PAGE_ENTRIES + after;
            switch (calls.get(path, GuestList.class)) {
                case Answer.Refused<GuestList> refused -> {
                    return refused;
                }
                case Answer.Given<GuestList> given -> {
                    all.addAll(given.value().items());
                    Optional<String> next = given.value().next();
                    if (next.isEmpty()) {
                        return new Answer.Given<>(new GuestList(all, Optional.empty()));
                    }
                    after = "&after=" + encoded(next.get());
                }
            }
        }
        return new Answer.Given<>(new GuestList(all, Optional.of(all.getLast().name())));
    }

    public Answer<GuestResource> guest(String guest) {
        return calls.get(pathOf(guest), GuestResource.class);
    }

    public Answer<Change> create(CreateGuestRequest request) {
        return calls.post("/v1/guests", request, ControllerClient::change);
    }

    public Answer<Change> act(String guest, GuestAction action, ActionRequest request) {
        return calls.post(pathOf(guest) + "/" + action.path, request, ControllerClient::change);
    }

    public Answer<GuestResource> accept(String guest, String reason) {
        return calls.post(pathOf(guest) + "/accept", new ActionRequest(reason, false), as(GuestResource.class));
    }

    /** Guests that kvmherd does not manage. */
    public Answer<UnmanagedList> unmanaged() {
        return calls.get("/v1/unmanaged", UnmanagedList.class);
    }

    /** Is answered when the hosts concerned have looked; what it begins goes on after that. */
    public Answer<AdoptionList> adopt(AdoptRequest request) {
        return calls.post("/v1/adoptions", request, as(AdoptionList.class));
    }

    public Answer<GuestResource> mark(String guest, MarkRequest request) {
        return calls.post(pathOf(guest) + "/mark", request, as(GuestResource.class));
    }

    public Answer<GuestResource> setGuest(String guest, GuestSettingsRequest settings) {
        return calls.patch(pathOf(guest), settings, as(GuestResource.class));
    }

    public Answer<Change> migrate(String guest, MigrateRequest request) {
        return calls.post(pathOf(guest) + "/migrate", request, ControllerClient::change);
    }

    /** @param definition also of an adopted guest, whose only definition goes with it */
    public Answer<Change> delete(String guest, boolean definition, ActionRequest request) {
        String reason = request.reason().isEmpty() ? "" : "&reason=" + encoded(request.reason());
        String query = "?dryRun=" + request.dryRun() + (definition ? "&definition=true" : "") + reason;
        return calls.delete(pathOf(guest) + query, ControllerClient::change);
    }

    public Answer<ExplanationResource> explain(String guest) {
        return calls.get(pathOf(guest) + "/explanation", ExplanationResource.class);
    }

    public Answer<ReleaseList> release(ReleaseRequest request) {
        return calls.post("/v1/releases", request, as(ReleaseList.class));
    }

    public Answer<DriftResource> drift(String guest) {
        return calls.get(pathOf(guest) + "/drift", DriftResource.class);
    }

    public Answer<String> xml(String guest) {
        return calls.getText(pathOf(guest) + "/xml");
    }

    /**
     * The newest operations.
     *
     * @param onlyOpen leave out those that have ended
     * @param limit most to be answered, up to {@code Limits.PAGE_ENTRIES}
     * @param before only those older than this one
     */
    public Answer<OperationList> operations(boolean onlyOpen, int limit, Optional<OperationId> before) {
        String open = onlyOpen ? "&open=true" : "";
        String after = before.map(id -> "&after=" + id).orElse("");
        return calls.get("/v1/operations?limit=" + limit + open + after, OperationList.class);
    }

    /** Parts of an operation, in order; the first {@code Limits.PAGE_ENTRIES} of them. */
    public Answer<OperationList> parts(OperationId parent) {
        return calls.get("/v1/operations?limit=" + Limits.PAGE_ENTRIES + "&parent=" + parent, OperationList.class);
    }

    public Answer<OperationResource> operation(OperationId operation) {
        return calls.get("/v1/operations/" + operation, OperationResource.class);
    }

    /** The same when it has ended, or after a second. */
    public Answer<OperationResource> operationOnceEnded(OperationId operation) {
        return calls.get("/v1/operations/" + operation + "?wait=1", OperationResource.class);
    }

    public Answer<Change> cancel(OperationId operation, String reason) {
        return calls.post(
                "/v1/operations/" + operation + "/cancel", new ActionRequest(reason, false), ControllerClient::change);
    }

    public Answer<TokenCreated> createToken(CreateTokenRequest request) {
        return calls.post("/v1/tokens", request, as(TokenCreated.class));
    }

    public Answer<TokenList> tokens() {
        return calls.get("/v1/tokens", TokenList.class);
    }

    public Answer<TokenResource> revokeToken(String name, String reason) {
        String query = reason.isEmpty() ? "" : "?reason=" + encoded(reason);
        return calls.delete("/v1/tokens/" + Names.requireName("token", name) + query, as(TokenResource.class));
    }

    public Answer<Change> startPostCopy(OperationId operation, String reason) {
        return calls.post(
                "/v1/operations/" + operation + "/postcopy",
                new ActionRequest(reason, false),
                ControllerClient::change);
    }

    public Answer<Change> limit(OperationId operation, SpeedRequest speed) {
        return calls.post("/v1/operations/" + operation + "/speed", speed, ControllerClient::change);
    }

    public Answer<PlanResource> plan(PlanId plan) {
        return calls.get("/v1/plans/" + plan, PlanResource.class);
    }

    public Answer<Change> apply(PlanId plan, String reason) {
        return calls.post("/v1/plans/" + plan + "/apply", new ActionRequest(reason, false), ControllerClient::change);
    }

    /**
     * Events as they come, until the server ends the stream, {@code each} has had enough, or the stream breaks.
     *
     * @param since sequence of the last one seen
     * @param each takes an event and says whether it wants more
     * @return whether {@code each} has had enough, as against the stream having ended
     */
    public Answer<Boolean> events(OptionalLong since, Function<EventStream.ServerEvent, Boolean> each) {
        String path = "/v1/events" + (since.isPresent() ? "?since=" + since.getAsLong() : "");
        try (Http.Connection connection = calls.http().connect()) {
            EventStream stream = connection.stream(HttpRequest.get(path), SILENCE);
            if (stream.head().status() != 200) {
                return new Answer.Refused<>(Complaints.of(stream.head()));
            }
            boolean more = true;
            while (more) {
                Optional<EventStream.ServerEvent> event = stream.next();
                if (event.isEmpty()) {
                    return new Answer.Given<>(false);
                }
                more = each.apply(event.get());
            }
            return new Answer.Given<>(true);
        } catch (KvmherdException e) {
            return new Answer.Refused<>(Complaints.of(e, calls.http().server()));
        }
    }

    private static Change change(HttpResponse response) {
        return response.status() == 202
                ? new Change.Begun(JsonCodec.wire()
                        .read(response.body(), OperationAccepted.class)
                        .operation())
                : new Change.Planned(JsonCodec.wire()
                        .read(response.body(), PlanProposed.class)
                        .plan());
    }

    private static <T> Function<HttpResponse, T> as(Class<T> type) {
        return response -> JsonCodec.wire().read(response.body(), type);
    }

    private static String pathOf(HostId host) {
        return "/v1/hosts/" + host;
    }

    private static String pathOf(String guest) {
        return "/v1/guests/" + Names.requireFileName("guest", guest);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
