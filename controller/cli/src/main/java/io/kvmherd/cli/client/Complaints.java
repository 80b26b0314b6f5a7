package io.kvmherd.cli.client;

import io.kvmherd.cli.socket.Endpoint;
import io.kvmherd.cli.socket.HttpResponse;
import io.kvmherd.common.api.ProblemResource;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.util.Objects;

/** The one table from what went wrong to what the operator is told and how the command ends. */
public final class Complaints {
    private static final String CONTROLLER_LOG =
            "journalctl -u kvmherd-controller shows what the controller says about it.";

    private Complaints() {}

    /** An answer that is not a success. */
    static Complaint of(HttpResponse response) {
        ExitCode exit = exitOf(response.status());
        if (!response.header("content-type").startsWith("application/problem+json")) {
            return new Complaint(
                    exit,
                    "the controller answered with status " + response.status() + ".",
                    "It gave no reason.",
                    CONTROLLER_LOG);
        }
        ProblemResource problem = JsonCodec.wire().read(response.body(), ProblemResource.class);
        String what = firstOf(
                problem.what(), problem.title(), "the controller answered with status " + response.status() + ".");
        String why = firstOf(problem.why(), problem.detail(), "");
        return new Complaint(exit, what, why, problem.next(), problem.reasons());
    }

    /** No answer, or one that cannot be read. */
    static Complaint of(KvmherdException failure, Endpoint server) {
        String why = sentence(failure);
        return switch (failure.code()) {
            case DENIED ->
                new Complaint(ExitCode.DENIED, "The controller may not be asked.", why, howToBeAdmitted(server));
            case UNREACHABLE ->
                new Complaint(ExitCode.UNREACHABLE, "The controller cannot be reached.", why, howToReach(server));
            default ->
                new Complaint(
                        ExitCode.FAILED,
                        "The controller's answer cannot be read.",
                        why,
                        "See whether the command and the controller are of the same version: kvmherd --version.");
        };
    }

    /** What the operator typed cannot be right. */
    public static Complaint ofInput(KvmherdException failure) {
        return new Complaint(
                ExitCode.USAGE,
                sentence(failure),
                "Nothing was sent to the controller.",
                "Correct it; --help shows what is expected, with an example.");
    }

    private static String howToBeAdmitted(Endpoint server) {
        return switch (server) {
            case Endpoint.UnixSocket socket ->
                "Run the command as root, or join the group: usermod -aG kvmherd USER, then log in again.";
            case Endpoint.TlsServer remote ->
                "Make sure that " + remote.authority()
                        + " is the controller and that the authority's certificate is its"
                        + " cluster's: kvmherd context list.";
        };
    }

    private static String howToReach(Endpoint server) {
        return switch (server) {
            case Endpoint.UnixSocket socket ->
                "See whether it runs: systemctl status kvmherd-controller; another socket is named with --socket (now "
                        + socket.path() + ").";
            case Endpoint.TlsServer remote ->
                "See whether it runs and whether its api.address is set, at " + remote.authority()
                        + "; kvmherd context list shows where else to ask.";
        };
    }

    private static ExitCode exitOf(int status) {
        return switch (status) {
            case 400, 413, 415 -> ExitCode.USAGE;
            case 401, 403 -> ExitCode.DENIED;
            case 404 -> ExitCode.NOT_FOUND;
            case 409 -> ExitCode.CONFLICT;
            case 422 -> ExitCode.INFEASIBLE;
            case 429, 503 -> ExitCode.UNREACHABLE;
            default -> ExitCode.FAILED;
        };
    }

    private static String firstOf(String first, String second, String third) {
        if (!first.isEmpty()) {
            return first;
        }
        return second.isEmpty() ? third : second;
    }

    private static String sentence(KvmherdException failure) {
        String message =
                Objects.requireNonNullElse(failure.getMessage(), failure.code().name());
        return message.endsWith(".") ? message : message + ".";
    }
}
