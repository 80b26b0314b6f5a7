package io.kvmherd.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The API as bytes on its socket, so that a test can also send what no well-behaved client would. One connection for each
 * request. Blocks.
 */
final class ApiSocket {
    private static final int CHUNK = 64 * 1024;

    private final Path socket;

    ApiSocket(Path socket) {
        this.socket = socket;
    }

    /** An answer: its status, the headers in small letters, and the body. */
    record Answer(int status, String head, String body) {
        JsonNode json() {
            return Json.parse(body);
        }

        boolean isProblem() {
            return head.contains("content-type: application/problem+json");
        }
    }

    Answer get(String path) {
        return send("GET", path, List.of(), new byte[0]);
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, List.of(headers), body.getBytes(UTF_8));
    }

    Answer delete(String path) {
        return send("DELETE", path, List.of(), new byte[0]);
    }

    private Answer send(String method, String path, List<String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        head.append("\r\n");
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            writeAsFarAsWanted(channel, head.toString().getBytes(UTF_8), body);
            return parse(readAll(channel));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " on " + socket, e);
        }
    }

    /** A server may refuse a body that is too large before it has read it, and close: the answer is there all the same. */
    private static void writeAsFarAsWanted(SocketChannel channel, byte[] head, byte[] body) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .flip();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            if (bytes.position() < head.length) {
                throw e;
            }
        }
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (channel.read(chunk) >= 0) {
            all.write(chunk.array(), 0, chunk.position());
            chunk.clear();
        }
        return all.toByteArray();
    }

    private static Answer parse(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.1 ") || end < 0) {
            throw new AssertionError("not an HTTP answer: " + text);
        }
        String head = text.substring(0, end).toLowerCase(Locale.ROOT);
        String rest = text.substring(end + 4);
        return new Answer(
                Integer.parseInt(text.substring(9, 12)),
                head,
                head.contains("transfer-encoding: chunked") ? unchunked(rest) : rest);
    }

    private static String unchunked(String chunks) {
        byte[] bytes = chunks.getBytes(UTF_8);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = 0;
        while (at < bytes.length) {
            int lineEnd = indexOfLineEnd(bytes, at);
            int size = Integer.parseInt(new String(bytes, at, lineEnd - at, UTF_8).strip(), 16);
            whole.write(bytes, lineEnd + 2, size);
            at = size == 0 ? bytes.length : lineEnd + 2 + size + 2;
        }
        return whole.toString(UTF_8);
    }

    private static int indexOfLineEnd(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != '\r') {
            at++;
        }
        return at;
    }
}
