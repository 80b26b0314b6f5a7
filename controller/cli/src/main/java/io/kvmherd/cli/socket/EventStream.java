package io.kvmherd.cli.socket;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads Server-Sent Events from an answer, chunked or not. Blocking; for one thread. */
public final class EventStream {
    private static final int LINE_BYTES = Limits.MESSAGE_BYTES;

    private final TimedBytes bytes;
    private final MessageReader reader;
    private final HttpResponse head;
    private final boolean chunked;
    private int leftInChunk;
    private boolean ended;

    EventStream(TimedBytes bytes, MessageReader reader, HttpResponse head) {
        this.bytes = bytes;
        this.reader = reader;
        this.head = head;
        this.chunked = MessageReader.isChunked(head);
    }

    /** @param data of the event; several data lines are joined by line ends */
    public record ServerEvent(String id, String event, String data) {}

    /** The answer's head; with its body when it is not 200 and there is no stream. */
    public HttpResponse head() {
        return head;
    }

    /**
     * Waits for the next event; comments are passed over. Empty when the server has ended the stream.
     *
     * @throws KvmherdException UNREACHABLE when the server is silent for too long or the connection breaks
     */
    public Optional<ServerEvent> next() {
        String id = "";
        String event = "message";
        StringBuilder data = new StringBuilder();
        for (Optional<String> line = readLine(); line.isPresent(); line = readLine()) {
            String text = line.get();
            if (text.isEmpty() && !data.isEmpty()) {
                return Optional.of(new ServerEvent(id, event, data.toString()));
            }
            if (text.isEmpty()) {
                event = "message";
                continue;
            }
            int colon = text.indexOf(':');
            String field = colon < 0 ? text : text.substring(0, colon);
            String value = colon < 0 ? "" : text.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "id" -> id = value;
                case "event" -> event = value;
                case "data" -> {
                    data.append(data.isEmpty() ? "" : "\n").append(value);
                    requireRoom(data.length());
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private Optional<String> readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = read(); next != '\n'; next = read()) {
            if (next < 0) {
                return Optional.empty();
            }
            if (next != '\r') {
                line.write(next);
                requireRoom(line.size());
            }
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    private int read() {
        if (!chunked) {
            return bytes.read();
        }
        if (leftInChunk == 0 && !ended) {
            leftInChunk = reader.readChunkSize();
            ended = leftInChunk == 0;
        }
        if (ended) {
            return -1;
        }
        int next = bytes.read();
        leftInChunk--;
        if (leftInChunk == 0) {
            reader.readChunkEnd();
        }
        return next;
    }

    private static void requireRoom(int size) {
        if (size > LINE_BYTES) {
            throw new KvmherdException(
                    ErrorCode.TOO_LARGE, "an event has more than " + LINE_BYTES + " bytes; no more are read");
        }
    }
}
