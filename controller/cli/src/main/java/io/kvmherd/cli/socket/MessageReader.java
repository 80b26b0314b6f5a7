package io.kvmherd.cli.socket;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes one HTTP/1.1 answer apart. All failures are {@code KvmherdException}: MALFORMED, TOO_LARGE or UNREACHABLE. */
final class MessageReader {
    private static final int LINE_BYTES = 8 * 1_024;
    private static final int HEADERS = 100;
    private static final int BODY_BYTES = Limits.MESSAGE_BYTES;
    private static final int COPY_BYTES = 8 * 1_024;

    private final TimedBytes bytes;

    MessageReader(TimedBytes bytes) {
        this.bytes = bytes;
    }

    /** Status and headers; the body is left to be read and empty here. */
    HttpResponse readHead() {
        String statusLine = readLine(LINE_BYTES);
        if (!statusLine.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw malformed("the answer begins with \"" + shown(statusLine) + "\" and is not HTTP/1.1");
        }
        SortedMap<String, String> headers = new TreeMap<>();
        for (String line = readLine(LINE_BYTES); !line.isEmpty(); line = readLine(LINE_BYTES)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw malformed("the header \"" + shown(line) + "\" has no name");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
            if (headers.size() > HEADERS) {
                throw tooLarge("the answer has more than " + HEADERS + " headers");
            }
        }
        return new HttpResponse(Integer.parseInt(statusLine.substring(9, 12)), headers, new byte[0]);
    }

    HttpResponse readBody(HttpResponse head) {
        byte[] body = isChunked(head) ? readChunks() : readPlain(head);
        return new HttpResponse(head.status(), head.headers(), body);
    }

    static boolean isChunked(HttpResponse head) {
        return head.header("transfer-encoding").equalsIgnoreCase("chunked");
    }

    /** Size of the next chunk; 0 is the last one. */
    int readChunkSize() {
        String line = readLine(LINE_BYTES);
        int extension = line.indexOf(';');
        String size = (extension < 0 ? line : line.substring(0, extension)).strip();
        if (!size.matches("[0-9A-Fa-f]{1,8}")) {
            throw malformed("a chunk's size is \"" + shown(line) + "\"");
        }
        long value = Long.parseLong(size, 16);
        if (value > BODY_BYTES) {
            throw tooLarge("a chunk has " + value + " bytes; at most " + BODY_BYTES + " are read");
        }
        return (int) value;
    }

    /** The line end that follows each chunk. */
    void readChunkEnd() {
        if (!readLine(LINE_BYTES).isEmpty()) {
            throw malformed("a chunk is longer than it says");
        }
    }

    private byte[] readPlain(HttpResponse head) {
        String length = head.header("content-length");
        if (length.isEmpty()) {
            return head.status() == 204 ? new byte[0] : readToEnd();
        }
        if (!length.matches("[0-9]{1,10}")) {
            throw malformed("the answer's length is \"" + shown(length) + "\"");
        }
        long expected = Long.parseLong(length);
        if (expected > BODY_BYTES) {
            throw tooLarge("the answer has " + expected + " bytes; at most " + BODY_BYTES + " are read");
        }
        byte[] body = new byte[(int) expected];
        fill(body);
        return body;
    }

    private byte[] readChunks() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = readChunkSize(); size > 0; size = readChunkSize()) {
            if (body.size() + size > BODY_BYTES) {
                throw tooLarge("the answer has more than the " + BODY_BYTES + " bytes that are read");
            }
            byte[] chunk = new byte[size];
            fill(chunk);
            body.writeBytes(chunk);
            readChunkEnd();
        }
        return body.toByteArray();
    }

    private byte[] readToEnd() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] part = new byte[COPY_BYTES];
        for (int count = bytes.read(part, 0, part.length); count >= 0; count = bytes.read(part, 0, part.length)) {
            body.write(part, 0, count);
            if (body.size() > BODY_BYTES) {
                throw tooLarge("the answer has more than the " + BODY_BYTES + " bytes that are read");
            }
        }
        return body.toByteArray();
    }

    private void fill(byte[] target) {
        int done = 0;
        while (done < target.length) {
            int count = bytes.read(target, done, target.length - done);
            if (count < 0) {
                throw new KvmherdException(
                        ErrorCode.UNREACHABLE,
                        "the connection ended after " + done + " of " + target.length + " bytes of the answer");
            }
            done += count;
        }
    }

    private String readLine(int limit) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = bytes.read(); next != '\n'; next = bytes.read()) {
            if (next < 0) {
                throw new KvmherdException(ErrorCode.UNREACHABLE, "the connection ended in the middle of the answer");
            }
            line.write(next);
            if (line.size() > limit) {
                throw tooLarge("a line of the answer's head has more than " + limit + " bytes");
            }
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static String shown(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "…";
    }

    private static KvmherdException malformed(String message) {
        return new KvmherdException(ErrorCode.MALFORMED, message);
    }

    private static KvmherdException tooLarge(String message) {
        return new KvmherdException(ErrorCode.TOO_LARGE, message);
    }
}
