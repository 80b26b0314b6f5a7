package io.kvmherd.cli.client;

import io.kvmherd.cli.socket.Http;
import io.kvmherd.cli.socket.HttpRequest;
import io.kvmherd.cli.socket.HttpResponse;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * One request and its answer, repeated where repeating may help: when the connection broke on the way, and when the
 * controller says that it is busy. A controller that is not there at all is reported at once, unless it was there a moment
 * ago and is being restarted.
 */
final class ApiCalls {
    private static final int ATTEMPTS = 3;
    private static final long PAUSE_MS = 300;
    private static final long PAUSE_MAX_MS = 5_000;

    private final Http http;
    private final Pace pace;

    ApiCalls(Http http, Pace pace) {
        this.http = http;
        this.pace = pace;
    }

    <T> Answer<T> get(String path, Class<T> type) {
        return send(HttpRequest.get(path), response -> JsonCodec.wire().read(response.body(), type));
    }

    Answer<String> getText(String path) {
        return send(HttpRequest.get(path), HttpResponse::text);
    }

    /** Asks for a change, under one idempotency key through all repetitions. */
    <T> Answer<T> post(String path, Object body, Function<HttpResponse, T> read) {
        return send(changing("POST", path, JsonCodec.wire().writeText(body)), read);
    }

    /** As {@link #post}, for what is set. */
    <T> Answer<T> patch(String path, Object body, Function<HttpResponse, T> read) {
        return send(changing("PATCH", path, JsonCodec.wire().writeText(body)), read);
    }

    <T> Answer<T> delete(String path, Function<HttpResponse, T> read) {
        return send(changing("DELETE", path, ""), read);
    }

    Http http() {
        return http;
    }

    private static HttpRequest changing(String method, String path, String body) {
        SortedMap<String, String> headers = new TreeMap<>(
                Collections.singletonMap("Idempotency-Key", UUID.randomUUID().toString()));
        return new HttpRequest(method, path, headers, body);
    }

    private <T> Answer<T> send(HttpRequest request, Function<HttpResponse, T> read) {
        try {
            HttpResponse response = sendPersistently(request);
            return response.status() / 100 == 2
                    ? new Answer.Given<>(read.apply(response))
                    : new Answer.Refused<>(Complaints.of(response));
        } catch (KvmherdException e) {
            return new Answer.Refused<>(Complaints.of(e, http.server()));
        }
    }

    private HttpResponse sendPersistently(HttpRequest request) {
        for (int attempt = 1; ; attempt++) {
            Optional<HttpResponse> response = attempt(request, attempt);
            if (response.isPresent() && (attempt == ATTEMPTS || !isBusy(response.get()))) {
                return response.get();
            }
            pace.pause(response.map(ApiCalls::pauseAskedFor).orElse(PAUSE_MS * attempt));
        }
    }

    /** Empty when the connection broke and another attempt is left. */
    private Optional<HttpResponse> attempt(HttpRequest request, int number) {
        boolean connected = false;
        try (Http.Connection connection = http.connect()) {
            connected = true;
            return Optional.of(connection.exchange(request));
        } catch (KvmherdException e) {
            boolean mayRepeat = e.code() == ErrorCode.UNREACHABLE && (connected || number > 1);
            if (mayRepeat && number < ATTEMPTS) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isBusy(HttpResponse response) {
        return response.status() == 429 || response.status() == 503;
    }

    private static long pauseAskedFor(HttpResponse response) {
        String seconds = response.header("retry-after");
        return seconds.matches("[0-9]{1,4}") ? Math.min(PAUSE_MAX_MS, Long.parseLong(seconds) * 1_000) : PAUSE_MS;
    }
}
