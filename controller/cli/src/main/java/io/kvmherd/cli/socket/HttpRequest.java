package io.kvmherd.cli.socket;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * @param method GET, POST or DELETE
 * @param path with its query, both encoded
 * @param headers beyond those that the connection needs
 * @param body JSON, or empty for none
 */
public record HttpRequest(String method, String path, SortedMap<String, String> headers, String body) {
    public HttpRequest {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        requireOneLine(path);
        headers.values().forEach(HttpRequest::requireOneLine);
    }

    public static HttpRequest get(String path) {
        return new HttpRequest("GET", path, Collections.emptySortedMap(), "");
    }

    byte[] encodedFor(Endpoint server) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(server.authority()).append("\r\n");
        head.append("Connection: close\r\nUser-Agent: kvmherd\r\n");
        server.token()
                .ifPresent(token ->
                        head.append("Authorization: Bearer ").append(token).append("\r\n"));
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!method.equals("GET")) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        if (content.length > 0) {
            head.append("Content-Type: application/json\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + content.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(content, 0, whole, start.length, content.length);
        return whole;
    }

    private static void requireOneLine(String value) {
        if (value.chars().anyMatch(character -> character <= 0x20 || character >= 0x7F)) {
            throw new IllegalArgumentException("\"" + value + "\" cannot stand in the head of a request");
        }
    }
}
