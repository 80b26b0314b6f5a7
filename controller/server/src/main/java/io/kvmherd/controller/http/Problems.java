package io.kvmherd.controller.http;

import io.kvmherd.common.api.ProblemResource;
import io.kvmherd.common.api.ReasonResource;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Reason;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.engine.decision.HostVerdict;
import java.util.List;

/** The one table from what went wrong to HTTP status and problem document. */
final class Problems {
    /** Reasons in one document; a large cluster has the same ones a hundred times. */
    private static final int REASONS = 100;

    /** Of a request that was not read as far as that. */
    static final String NO_PATH = "/";

    private static final int UNEXPECTED = 500;

    private Problems() {}

    static ProblemResource of(KvmherdException failure, String path) {
        Words words = Words.of(failure);
        return problem(status(failure.code()), failure.code().name(), words, path, List.of());
    }

    static ProblemResource of(Response.Refused refused, String path) {
        List<ReasonResource> reasons = refused.verdicts().stream()
                .flatMap(said -> said.reasons().stream().map(reason -> named(reason, said)))
                .map(ReasonResource::of)
                .limit(REASONS)
                .toList();
        Words words = new Words(refused.what(), refused.why(), refused.next());
        return problem(status(refused.code()), refused.code().name(), words, path, reasons);
    }

    static ProblemResource noSuchRoute(String path) {
        Words words = new Words(
                "There is nothing at this path.",
                "No route of the API matches it.",
                "See the paths in the API's description, openapi.yaml.");
        return problem(404, ErrorCode.NOT_FOUND.name(), words, path, List.of());
    }

    static ProblemResource wrongMethod(String method, String path) {
        Words words = new Words(
                "This path does not take " + method + ".",
                "The path exists for other methods.",
                "See the methods in the API's description, openapi.yaml.");
        return problem(405, "METHOD_NOT_ALLOWED", words, path, List.of());
    }

    static ProblemResource wrongType(String type, String path) {
        Words words = new Words(
                "The request's body is not taken.",
                "Its type is " + type + "; application/json is expected.",
                "Send it with the header Content-Type: application/json.");
        return problem(415, "UNSUPPORTED_MEDIA_TYPE", words, path, List.of());
    }

    /** What the HTTP library refused before any route was asked. */
    static ProblemResource badRequest(int status, String path) {
        Words words = new Words(
                "The request could not be read.",
                "It does not follow HTTP's rules.",
                "Look at the client that sent it.");
        return problem(status, ErrorCode.INVALID_INPUT.name(), words, path, List.of());
    }

    /** @param what of it is, "its headers are" */
    static ProblemResource tooLong(int status, String what, int limitBytes) {
        Words words = new Words(
                "The request could not be read.",
                what + " longer than " + limitBytes + " bytes.",
                "Make it shorter; long texts belong into the body.");
        return problem(status, ErrorCode.TOO_LARGE.name(), words, NO_PATH, List.of());
    }

    /** @param incident id under which the log has the details, which are nobody else's business */
    static ProblemResource unexpected(String incident, String path) {
        Words words = new Words(
                "The request failed.",
                "Something happened that nobody expected; it is in the controller's log as incident " + incident + ".",
                "Report it with that part of the log; repeating the request may help.");
        return problem(UNEXPECTED, "UNEXPECTED", words, path, List.of());
    }

    static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_INPUT -> 400;
            case UNAUTHENTICATED -> 401;
            case DENIED -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case INFEASIBLE, KEY_REUSED -> 422;
            case BUSY -> 429;
            case UNREACHABLE, STORE_FAILED -> 503;
            case HYPERVISOR_FAILED, FILE_FAILED, MALFORMED, CANCELLED, UNSUPPORTED -> UNEXPECTED;
        };
    }

    /** What to do next where nothing more exact is known. */
    static String nextFor(ErrorCode code) {
        return switch (code) {
            case INVALID_INPUT, TOO_LARGE -> "Correct the request and send it again.";
            case KEY_REUSED -> "Draw a new key for a new request.";
            case NOT_FOUND -> "See what there is, and name one of those.";
            case CONFLICT -> "See what holds it with: kvmherd operation list; then try again.";
            case UNAUTHENTICATED -> "Send a token that holds: kvmherd token create, on the controller's machine.";
            case DENIED -> "Ask somebody who may.";
            case INFEASIBLE -> "Change what the reasons name, or ask for something else.";
            case UNREACHABLE -> "Look at the host's agent and the network; then try again.";
            case BUSY -> "Try again in a few seconds.";
            case STORE_FAILED -> "Look at the controller's log and its disk.";
            case HYPERVISOR_FAILED -> "Look at libvirt's log on the host.";
            case FILE_FAILED -> "Check the file's path, owner and mode, and the room on its disk.";
            case MALFORMED -> "Make sure that both sides run versions that go together.";
            case CANCELLED -> "Nothing; ask again if it is wanted after all.";
            case UNSUPPORTED -> "Upgrade what is too old.";
        };
    }

    private static String title(String code) {
        return switch (code) {
            case "INVALID_INPUT" -> "The request is not valid";
            case "UNAUTHENTICATED" -> "Not known who asks";
            case "DENIED" -> "Not allowed";
            case "NOT_FOUND" -> "Not found";
            case "CONFLICT" -> "In conflict with what is";
            case "KEY_REUSED" -> "The idempotency key belongs to another request";
            case "TOO_LARGE" -> "Too large";
            case "INFEASIBLE" -> "No host or plan satisfies the rules";
            case "BUSY" -> "Too busy at the moment";
            case "UNREACHABLE" -> "Not reachable";
            case "STORE_FAILED" -> "The database failed";
            case "METHOD_NOT_ALLOWED" -> "Wrong method";
            case "UNSUPPORTED_MEDIA_TYPE" -> "Wrong type of body";
            default -> "Failed";
        };
    }

    private static ProblemResource problem(
            int status, String code, Words words, String path, List<ReasonResource> reasons) {
        return new ProblemResource(
                "about:blank",
                title(code),
                status,
                words.inOneText(),
                path,
                code,
                words.what(),
                words.why(),
                words.next(),
                reasons);
    }

    /** Reasons stand in the verdict of their host; a problem has no verdicts, so each names its host. */
    private static Reason named(Reason reason, HostVerdict said) {
        return reason.names().containsKey("host")
                ? reason
                : reason.with("host", said.host().value());
    }

    /** An error's three sentences. */
    private record Words(String what, String why, String next) {
        private static final String WHY = "\nWhy: ";
        private static final String NEXT = "\nNext: ";

        String inOneText() {
            return (what.endsWith(".") ? what.substring(0, what.length() - 1) : what) + ": " + why;
        }

        /** A message is either three lines, or the "why" alone. */
        static Words of(KvmherdException failure) {
            String message = String.valueOf(failure.getMessage());
            int why = message.indexOf(WHY);
            int next = message.indexOf(NEXT, Math.max(why, 0));
            return why < 0 || next < 0
                    ? new Words(title(failure.code().name()) + ".", message, nextFor(failure.code()))
                    : new Words(
                            message.substring(0, why),
                            message.substring(why + WHY.length(), next),
                            message.substring(next + NEXT.length()));
        }
    }
}
