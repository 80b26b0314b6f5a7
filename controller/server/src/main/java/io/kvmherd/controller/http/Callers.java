package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.state.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** Who asks, under which key, and the fingerprint by which the same request is known again. */
final class Callers {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private Callers() {}

    /**
     * @param keys of the header; none, or one
     * @throws KvmherdException INVALID_INPUT when the key is not one, or there are several
     */
    static Caller of(String principal, List<String> keys, String method, String uri, byte[] body) {
        String key = keys.isEmpty() ? "" : keys.getFirst();
        if (keys.size() > 1 || (!keys.isEmpty() && !KEY.matcher(key).matches())) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "Idempotency-Key is not valid; one of 1 to 64 of letters, digits and '-' are expected");
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
