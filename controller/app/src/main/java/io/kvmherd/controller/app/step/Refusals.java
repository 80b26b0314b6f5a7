package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.request.Response.Refused;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.engine.decision.HostVerdict;
import java.util.List;

/** The controller's refusals, in one place so that they read alike: what could not be done, why, what to do next. */
final class Refusals {
    private Refusals() {}

    static Refused noSuchGuest(String called) {
        return refused(
                ErrorCode.NOT_FOUND,
                "guest " + called,
                "no guest has this name or id",
                "list the guests: kvmherd guest list");
    }

    static Refused noSuchHost(HostId host) {
        return refused(
                ErrorCode.NOT_FOUND,
                "host " + host,
                "no host of this name has ever reported",
                "list the hosts: kvmherd host list");
    }

    static Refused noSuchOperation(OperationId operation) {
        return refused(
                ErrorCode.NOT_FOUND,
                "operation " + operation,
                "it is not known, or it ended long ago",
                "list the operations: kvmherd operation list");
    }

    static Refused noSuchPlan(String plan) {
        return refused(
                ErrorCode.NOT_FOUND,
                "plan " + plan,
                "it is not known, or it has expired",
                "make a new one with --dry-run");
    }

    static Refused nameTaken(GuestRecord guest) {
        return refused(
                ErrorCode.CONFLICT,
                "guest " + guest.spec().name() + " cannot be created",
                "a guest of this name exists with id " + guest.id(),
                "choose another name, or look at it: kvmherd guest show "
                        + guest.spec().name());
    }

    static Refused busy(GuestRecord guest, OperationId operation) {
        return refused(
                ErrorCode.CONFLICT,
                "guest " + guest.spec().name() + " is busy",
                "operation " + operation + " has not ended",
                "wait for it: kvmherd operation watch " + operation);
    }

    static Refused wrongState(GuestRecord guest, String action, String state, String next) {
        return refused(
                ErrorCode.CONFLICT,
                "guest " + guest.spec().name() + " cannot be " + action,
                "its state is " + state,
                next);
    }

    static Refused hostSilent(GuestRecord guest) {
        String host = guest.host().map(HostId::value).orElse("none");
        return refused(
                ErrorCode.UNREACHABLE,
                "guest " + guest.spec().name() + " cannot be reached",
                "its host " + host + " has no command link",
                "look at the host: kvmherd host show " + host);
    }

    static Refused noHostFits(String what, List<HostVerdict> verdicts) {
        return new Refused(
                ErrorCode.INFEASIBLE,
                what,
                verdicts.isEmpty() ? "there is no host" : "none of " + verdicts.size() + " hosts can take it",
                "each host's reasons say what would have to change",
                verdicts);
    }

    static Refused tooMany(String what, int limit) {
        return refused(
                ErrorCode.BUSY, what, "the limit of " + limit + " is reached; nothing was done", "try again later");
    }

    static Refused refused(ErrorCode code, String what, String why, String next) {
        return new Refused(code, what, why, next, List.of());
    }
}
