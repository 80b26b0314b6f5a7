package io.kvmherd.controller;

import io.kvmherd.common.runtime.codec.JsonCodec;
import io.kvmherd.controller.http.DescribedAnswers;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The least HTTP client for a Unix socket: one connection a request, each answer held against the API's description. */
record UnixHttp(Path socket) {
    /**
     * @param head status line and headers
     */
    record Answer(int status, String head, String body) {
        <T> T as(Class<T> type) {
            return JsonCodec.wire().readText(body, type);
        }
    }

    Answer get(String path) throws IOException {
        return send("GET", path, "", "");
    }

    Answer post(String path, String body) throws IOException {
        return send("POST", path, "", body);
    }

    /** @param header one more header line with its line end, or empty */
    Answer send(String method, String path, String header, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header
                + "Content-Length: " + bytes.length + "\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((head + body).getBytes(StandardCharsets.UTF_8)));
            Answer answer = parse(Channels.newInputStream(channel));
            DescribedAnswers.require(method, path, answer.status(), answer.body());
            return answer;
        }
    }

    /** Opens the event stream; the caller closes it. */
    BufferedReader watch(long since) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        String head = "GET /v1/events?since=" + since + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8)));
        return new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    /** Sends the head of a request and nothing of its body; the caller closes it. */
    Closeable beginPost(String path) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n";
        channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static Answer parse(InputStream stream) throws IOException {
        String all = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        String head = all.substring(0, end);
        return new Answer(Integer.parseInt(head.split(" ", 3)[1]), head, all.substring(end + 4));
    }
}
