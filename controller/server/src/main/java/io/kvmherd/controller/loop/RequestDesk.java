package io.kvmherd.controller.loop;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.controller.app.port.IdSource;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Where requests are handed in and their answers come back. Safe from any thread; handing in never waits. */
public final class RequestDesk {
    private final Inbox inbox;
    private final IdSource ids;
    private final long timeoutMs;
    private final Map<UUID, CompletableFuture<Response>> waiting = new ConcurrentHashMap<>();

    /** @param timeoutMs how long an answer is waited for; after that nothing is known about the request */
    public RequestDesk(Inbox inbox, IdSource ids, long timeoutMs) {
        this.inbox = inbox;
        this.ids = ids;
        this.timeoutMs = timeoutMs;
    }

    /**
     * Always completes with a response, never with an exception: a full inbox is BUSY, no answer in time is UNREACHABLE.
     * It is completed on a thread of the loop, so what is chained to it must not block.
     */
    public CompletableFuture<Response> submit(Caller caller, Request request) {
        UUID id = ids.next();
        CompletableFuture<Response> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        if (!inbox.request(new Input.RequestArrived(id, caller, request))) {
            waiting.remove(id);
            return CompletableFuture.completedFuture(inbox.isClosed() ? stopping() : full());
        }
        return answer.completeOnTimeout(late(), timeoutMs, TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> waiting.remove(id));
    }

    void answer(UUID request, Response response) {
        CompletableFuture<Response> answer = waiting.remove(request);
        if (answer != null) {
            answer.complete(response);
        }
    }

    /** Answers all who still wait: the controller stops, and what became of their requests is not known here. */
    void refuseAll() {
        waiting.values().forEach(answer -> answer.complete(stopping()));
    }

    private static Response full() {
        return new Response.Refused(
                ErrorCode.BUSY,
                "The request was not taken.",
                Inbox.REQUESTS + " requests wait already, the most that may.",
                "Try again in a few seconds.",
                List.of());
    }

    private static Response stopping() {
        return new Response.Refused(
                ErrorCode.UNREACHABLE,
                "The request was not answered.",
                "The controller is stopping.",
                "Repeat it with the same Idempotency-Key when the controller is back: what was accepted is not done twice.",
                List.of());
    }

    private Response late() {
        return new Response.Refused(
                ErrorCode.UNREACHABLE,
                "The request was not answered in time.",
                "There was no answer within " + timeoutMs / 1_000 + " s; whether it was accepted is not known.",
                "Repeat it with the same Idempotency-Key: what was accepted is not done twice.",
                List.of());
    }
}
