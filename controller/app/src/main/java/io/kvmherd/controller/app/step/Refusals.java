package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.controller.app.request.Request;
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
                "guest " + called + " does not exist",
                "no guest has this name or id",
                "list the guests: kvmherd guest list");
    }

    static Refused noSuchHost(HostId host) {
        return refused(
                ErrorCode.NOT_FOUND,
                "host " + host + " does not exist",
                "no host of this name has ever reported",
                "list the hosts: kvmherd host list");
    }

    static Refused noSuchOperation(OperationId operation) {
        return refused(
                ErrorCode.NOT_FOUND,
                "operation " + operation + " does not exist",
                "it is not known, or it ended long ago",
                "list the operations: kvmherd operation list");
    }

    static Refused noSuchPlan(String plan) {
        return refused(
                ErrorCode.NOT_FOUND,
                "plan " + plan + " does not exist",
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

    /**
     * It is not off, but that does not always mean that it runs. kvmherd lets nobody's paused guest go on by itself: who
     * paused it had a reason.
     *
     * @param domain its name in libvirt
     */
    static Refused activeAlready(GuestRecord guest, String action, GuestState state, String domain) {
        String onItsHost = guest.host().map(host -> " (on host " + host + ")").orElse("");
        String next = switch (state) {
            case PAUSED -> "it is paused, not off; let it go on: virsh resume " + domain + onItsHost;
            case SUSPENDED -> "it sleeps, it is not off; wake it up: virsh dompmwakeup " + domain + onItsHost;
            case PAUSED_FOR_MIGRATION, PAUSED_IN_POST_COPY ->
                "a migration has paused it; see what became of that: kvmherd operation list";
            case SHUTTING_DOWN -> "wait until it is off, then start it";
            default -> "nothing is left to do";
        };
        return wrongState(guest, action, state.name(), next);
    }

    /** It may run where it went, on a host that tells nobody. */
    static Refused movedAway(GuestRecord guest) {
        String name = guest.spec().name();
        return refused(
                ErrorCode.CONFLICT,
                "guest " + name + " is not started",
                "it was moved away from host " + guest.host().map(HostId::value).orElse("none")
                        + " by hand, and no host has told where it is",
                "look for it with virsh list; when it runs nowhere, say so: kvmherd guest accept " + name
                        + ", then start it");
    }

    static Refused undefined(GuestRecord guest) {
        if (guest.isSaidToHaveMoved()) {
            return movedAway(guest);
        }
        String name = guest.spec().name();
        return refused(
                ErrorCode.CONFLICT,
                "guest " + name + " is not defined on its host any more",
                "host " + guest.host().map(HostId::value).orElse("none") + " says that it has no such guest",
                "define it there again with virsh, or give it up: kvmherd guest delete " + name);
    }

    static Refused renamed(GuestRecord guest, String found, String why) {
        return refused(
                ErrorCode.CONFLICT,
                "guest " + guest.spec().name() + " cannot be accepted as it is",
                "its domain was renamed to " + found + ": " + why,
                "have it renamed back when it is off: kvmherd guest restore "
                        + guest.spec().name());
    }

    static Refused activeElsewhere(GuestRecord guest, HostId there) {
        String owner = guest.host().map(HostId::value).orElse("none");
        return refused(
                ErrorCode.CONFLICT,
                "guest " + guest.spec().name() + " is not touched",
                "it is active on host " + there + ", and host " + owner + " owns it: it was moved or started by hand",
                "look at both with virsh list, and move it back or end the copy that should not be");
    }

    static Refused noSlot(GuestRecord guest, HostId to, List<Reason> reasons) {
        HostVerdict verdict = new HostVerdict(to, Verdict.WAIT, reasons, List.of());
        return new Refused(
                ErrorCode.BUSY,
                sentence("guest " + guest.spec().name() + " cannot be migrated now"),
                sentence("as many migrations as one host may have are going on"),
                capital("try again when one has ended: kvmherd operation list"),
                List.of(verdict));
    }

    static Refused observed(String what, HostVerdict host) {
        return new Refused(
                ErrorCode.CONFLICT,
                sentence(what),
                sentence("host " + host.host() + " is only observed"),
                "The reason says who would have to let it be managed.",
                List.of(host));
    }

    static Refused carriesController(GuestRecord guest, String action) {
        String name = guest.spec().name();
        return refused(
                ErrorCode.CONFLICT,
                "guest " + name + " is not " + action,
                "a controller of this cluster runs in it",
                "if it is meant, take the mark away first: kvmherd guest mark " + name + " --no-controller");
    }

    static Refused onlyDefinition(GuestRecord guest) {
        String name = guest.spec().name();
        return refused(
                ErrorCode.CONFLICT,
                "guest " + name + " is not deleted",
                "it was adopted: the definition that would go is the one that somebody gave it, and the only one",
                "give it back as it was with kvmherd guest release " + name
                        + "; if its definition shall go for good: kvmherd guest delete " + name
                        + " --definition (definition=true)");
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
        return switch (verdicts.size()) {
            case 0 ->
                refused(
                        ErrorCode.INFEASIBLE,
                        what,
                        "no host has registered",
                        "start an agent on a host and give it this controller's address");
            case 1 -> refused(what, "host " + verdicts.getFirst().host() + " cannot take it", verdicts);
            default -> refused(what, "none of the " + verdicts.size() + " hosts can take it", verdicts);
        };
    }

    static Refused tooMany(String what, int limit) {
        return refused(
                ErrorCode.BUSY, what, "the limit of " + limit + " is reached; nothing was done", "try again later");
    }

    static Refused denied(Request.Denied denied) {
        return refused(
                ErrorCode.DENIED,
                denied.action() + " on " + denied.object() + " is not allowed",
                denied.why(),
                "ask somebody who may; the attempt is in the audit");
    }

    static Refused refused(ErrorCode code, String what, String why, String next) {
        return new Refused(code, sentence(what), sentence(why), capital(next), List.of());
    }

    private static Refused refused(String what, String why, List<HostVerdict> verdicts) {
        return new Refused(
                ErrorCode.INFEASIBLE,
                sentence(what),
                sentence(why),
                "Each reason says what would have to change.",
                verdicts);
    }

    private static String sentence(String text) {
        return capital(text) + (text.endsWith(".") ? "" : ".");
    }

    /** What to do next often ends in a command to be copied, so nothing is put behind it. */
    private static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
