package io.kvmherd.controller.app.request;

import io.kvmherd.controller.app.state.Fingerprint;

/**
 * Who asks.
 *
 * @param principal authenticated name ("root", "uid-1000")
 * @param idempotencyKey empty for none
 * @param fingerprint by which the same request is known again
 */
public record Caller(String principal, String idempotencyKey, Fingerprint fingerprint) {
    /** One who gives no key, so that nothing is known again. */
    public static Caller withoutKey(String principal) {
        return new Caller(principal, "", Fingerprint.NONE);
    }
}
