package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.state.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Who asks, under which key, and the fingerprint by which the same request is known again. */
final class Callers {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private Callers() {}

    /**
     * @param key of the header, empty for none
     * @throws KvmherdException INVALID_INPUT when the key is not one
     */
    static Caller of(String principal, String key, String method, String uri, byte[] body) {
        if (!key.isEmpty() && !KEY.matcher(key).matches()) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "Idempotency-Key is not valid; 1 to 64 of letters, digits and '-' are expected");
        }
        return new Caller(
                principal, key, new Fingerprint(method, digest(uri.getBytes(StandardCharsets.UTF_8)), digest(body)));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
