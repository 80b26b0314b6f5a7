package io.kvmherd.controller.http;

import io.kvmherd.common.api.HostList;
import io.kvmherd.common.api.OperationList;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The answers to what changes nothing, by the operation's name in the API's description. */
final class Reads {
    private final String version;
    private final PastOperations past;

    /** @param version of this program */
    Reads(String version, PastOperations past) {
        this.version = version;
        this.past = past;
    }

    /** A read: from a question and a picture to a resource. */
    @FunctionalInterface
    interface Read {
        Object answer(Question question, Snapshot snapshot);
    }

    /** One route. */
    record Route(String action, String path, Read read) {}

    /** All of them; the key is the path. */
    Map<String, Route> routes() {
        Map<String, Route> routes = new LinkedHashMap<>();
        add(routes, "getCluster", "/v1/cluster", (ask, at) -> ClusterResources.of(at, version));
        add(routes, "listHosts", "/v1/hosts", (ask, at) -> new HostList(HostResources.all(at), Optional.empty()));
        add(routes, "getHost", "/v1/hosts/:host", (ask, at) -> HostResources.of(at, at.host(ask.host())));
        add(
                routes,
                "explainHost",
                "/v1/hosts/:host/explanation",
                (ask, at) -> Explanations.of(at, at.host(ask.host())));
        add(routes, "listGuests", "/v1/guests", (ask, at) -> GuestResources.page(at, ask.page()));
        add(routes, "getGuest", "/v1/guests/:guest", (ask, at) -> GuestResources.of(at, at.guest(ask.guest())));
        add(
                routes,
                "getGuestDrift",
                "/v1/guests/:guest/drift",
                (ask, at) -> DriftResources.of(at, at.guest(ask.guest())));
        add(routes, "listUnmanaged", "/v1/unmanaged", (ask, at) -> GuestResources.unmanaged(at));
        add(
                routes,
                "explainGuest",
                "/v1/guests/:guest/explanation",
                (ask, at) -> Explanations.of(at, at.guest(ask.guest())));
        add(routes, "listOperations", "/v1/operations", this::operations);
        add(routes, "getOperation", "/v1/operations/:operation", this::operation);
        add(routes, "getPlan", "/v1/plans/:plan", (ask, at) -> PlanResources.of(at, plan(ask, at)));
        add(routes, "listTokens", "/v1/tokens", (ask, at) -> TokenResources.all(at));
        return routes;
    }

    private static void add(Map<String, Route> routes, String action, String path, Read read) {
        routes.put(path, new Route(action, path, read));
    }

    private OperationList operations(Question ask, Snapshot at) {
        Optional<Boolean> open = ask.yesOrNo("open");
        Optional<OperationId> parent = ask.parameter("parent").map(OperationId::of);
        Predicate<OperationRecord> wanted = operation -> (open.isEmpty() || operation.isOpen() == open.get())
                && (parent.isEmpty() || operation.parent().equals(parent));
        Page page = ask.page();
        return OperationResources.page(at, past.list(at, page, parent, wanted), parent.isEmpty(), page);
    }

    private OperationResource operation(Question ask, Snapshot at) {
        OperationRecord found = past.find(at.state(), ask.operation())
                .orElseThrow(() -> Snapshot.missing("Operation", ask.operation().toString(), "kvmherd operation list"));
        return OperationResources.of(at, found, past.partsOf(at, found));
    }

    private static PlanRecord plan(Question ask, Snapshot at) {
        PlanRecord plan = at.state().plans().get(ask.plan());
        if (plan == null) {
            throw new KvmherdException(
                    ErrorCode.NOT_FOUND,
                    "Plan \"" + ask.plan()
                            + "\" does not exist.\nWhy: it is not known, or it has expired.\nNext: make a new"
                            + " one with --dry-run");
        }
        return plan;
    }
}
