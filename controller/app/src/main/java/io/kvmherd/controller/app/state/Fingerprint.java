package io.kvmherd.controller.app.state;

import java.util.ArrayList;
import java.util.List;

/**
 * What makes a request the same as another: its three parts, apart, so that it can be said which one differs. Only digests
 * of the long ones, since a store keeps many.
 *
 * @param method of HTTP
 * @param path digest of path and query
 * @param body digest of the body's bytes
 */
public record Fingerprint(String method, String path, String body) {
    public static final Fingerprint NONE = new Fingerprint("", "", "");

    /** The parts that are not alike, in words; empty for the same request. */
    public List<String> differencesFrom(Fingerprint other) {
        List<String> differences = new ArrayList<>();
        if (!method.equals(other.method)) {
            differences.add("method");
        }
        if (!path.equals(other.path)) {
            differences.add("path");
        }
        if (!body.equals(other.body)) {
            differences.add("body");
        }
        return List.copyOf(differences);
    }
}
