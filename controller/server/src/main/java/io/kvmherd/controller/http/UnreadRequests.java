package io.kvmherd.controller.http;

import io.kvmherd.common.api.ProblemResource;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Answers what the HTTP library could not read as a request: no route is asked about it, and its connection ends with it. */
final class UnreadRequests {
    private static final int BAD_REQUEST = 400;
    private static final int URI_TOO_LONG = 414;
    private static final int HEADERS_TOO_LARGE = 431;

    private UnreadRequests() {}

    static void answer(HttpServerRequest request) {
        Reply reply = Reply.of(problem(request.decoderResult().cause()));
        request.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", reply.contentType())
                .putHeader("Connection", "close")
                .end(Buffer.buffer(reply.body()))
                .onComplete(sent -> request.connection().close());
    }

    /** What was not read may be cut off anywhere, so the path is not told. */
    private static ProblemResource problem(Throwable why) {
        return switch (why) {
            case TooLongHttpLineException line ->
                Problems.tooLong(URI_TOO_LONG, "Its first line is", ApiServer.LINE_BYTES);
            case TooLongHttpHeaderException headers ->
                Problems.tooLong(HEADERS_TOO_LARGE, "Its headers are", ApiServer.HEADER_BYTES);
            case null, default -> Problems.badRequest(BAD_REQUEST, Problems.NO_PATH);
        };
    }
}
