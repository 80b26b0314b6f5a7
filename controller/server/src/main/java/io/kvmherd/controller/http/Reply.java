package io.kvmherd.controller.http;

import io.kvmherd.common.api.HostMembership;
import io.kvmherd.common.api.OperationAccepted;
import io.kvmherd.common.api.PlanProposed;
import io.kvmherd.common.api.ProblemResource;
import io.kvmherd.common.api.TokenCreated;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.kvmherd.controller.app.request.Response;
import java.nio.charset.StandardCharsets;

/** What goes back to a client. */
record Reply(int status, String contentType, byte[] body) {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    static Reply json(Object resource) {
        return new Reply(OK, JSON, JsonCodec.wire().write(resource));
    }

    static Reply text(int status, String text) {
        return new Reply(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static Reply of(ProblemResource problem) {
        return new Reply(problem.status(), PROBLEM, JsonCodec.wire().write(problem));
    }

    /** @param snapshot taken after the response was given, so that it knows what the response speaks of */
    static Reply of(Response response, Snapshot snapshot, String path) {
        return switch (response) {
            case Response.Accepted accepted ->
                new Reply(
                        ACCEPTED,
                        JSON,
                        JsonCodec.wire()
                                .write(new OperationAccepted(OperationResources.of(snapshot, accepted.operation()))));
            case Response.Planned planned -> json(new PlanProposed(PlanResources.of(snapshot, planned.plan())));
            case Response.HostChanged changed ->
                json(HostResources.of(snapshot, snapshot.host(changed.host().id())));
            case Response.GuestChanged changed ->
                json(GuestResources.of(snapshot, snapshot.guest(changed.guest().toString())));
            case Response.TokenMade made ->
                new Reply(
                        CREATED,
                        JSON,
                        JsonCodec.wire()
                                .write(new TokenCreated(
                                        made.secret().text(), TokenResources.of(made.token(), snapshot))));
            case Response.TokenWithdrawn withdrawn -> json(TokenResources.of(withdrawn.token(), snapshot));
            case Response.ClusterChanged changed -> json(ClusterResources.settings(snapshot, changed.cluster()));
            case Response.HostMembership of -> json(new HostMembership(of.host(), of.admitted()));
            case Response.Adoptions adoptions -> json(AdoptionResources.of(adoptions));
            case Response.Releases releases -> json(ReleaseResources.of(releases));
            case Response.GuestXml xml ->
                new Reply(OK, "text/xml; charset=utf-8", xml.xml().getBytes(StandardCharsets.UTF_8));
            case Response.Refused refused -> of(Problems.of(refused, path));
        };
    }
}
