package io.kvmherd.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A controller that answers what it was told to answer, on a real Unix socket. Requests are kept for the test to look at. */
public final class FakeController implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel server;
    private final Map<String, Deque<String>> answers = new TreeMap<>();
    private final List<String> requests = new ArrayList<>();

    private FakeController(Path socket, ServerSocketChannel server) {
        this.socket = socket;
        this.server = server;
    }

    public static FakeController at(Path socket) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            FakeController fake = new FakeController(socket, server);
            Thread.ofPlatform().daemon().name("fake-controller").start(fake::serve);
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path socket() {
        return socket;
    }

    /** What to answer to a request such as "GET /v1/hosts"; several times: one after the other, the last one for ever. */
    public FakeController when(String request, int status, String json) {
        String type = status >= 400 ? "application/problem+json" : "application/json";
        return whenRaw(
                request,
                "HTTP/1.1 " + status + " Said\r\nContent-Type: " + type + "\r\nContent-Length: "
                        + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json);
    }

    /** As above, with all bytes of the answer; an empty one ends the connection. */
    public synchronized FakeController whenRaw(String request, String answer) {
        answers.computeIfAbsent(request, unused -> new ArrayDeque<>()).add(answer);
        return this;
    }

    /** All requests so far, whole. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** The newest request that begins so. */
    public String request(String start) {
        return requests().stream()
                .filter(text -> text.startsWith(start))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        try {
            while (true) {
                try (SocketChannel connection = server.accept()) {
                    String request = read(connection);
                    connection.write(ByteBuffer.wrap(answer(request).getBytes(StandardCharsets.UTF_8)));
                }
            }
        } catch (ClosedChannelException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized String answer(String request) {
        requests.add(request);
        String line = withoutWait(request.substring(0, request.indexOf(" HTTP/1.1")));
        Deque<String> prepared = answers.get(line);
        if (prepared == null) {
            throw new IllegalStateException("the test says nothing about " + line);
        }
        return prepared.size() > 1 ? prepared.remove() : prepared.element();
    }

    /** How long an answer may be waited for makes no other question. */
    private static String withoutWait(String line) {
        return line.replaceFirst("\\?wait=[0-9]+$", "");
    }

    private static String read(SocketChannel connection) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(8_192);
        while (!isWhole(all.toString(StandardCharsets.UTF_8)) && connection.read(part) >= 0) {
            all.write(part.array(), 0, part.position());
            part.clear();
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static boolean isWhole(String request) {
        int end = request.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String lengthLine = request.substring(0, end)
                .lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .findFirst()
                .orElse("Content-Length: 0");
        int length = Integer.parseInt(lengthLine.substring("Content-Length: ".length()));
        return request.getBytes(StandardCharsets.UTF_8).length
                >= request.substring(0, end + 4).getBytes(StandardCharsets.UTF_8).length + length;
    }
}
