package io.kvmherd.cli.socket;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * @param headers by name in small letters; of a repeated one, the last
 * @param body decoded from its chunks
 */
public record HttpResponse(int status, SortedMap<String, String> headers, byte[] body) {
    public HttpResponse {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    /** A header's value, or empty. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
