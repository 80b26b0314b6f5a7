package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.controller.app.request.TokenSecret;
import io.kvmherd.controller.app.state.TokenRecord;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Callers that prove who they are by a token: "kvmherd_NAME_SECRET", the secret being 256 random bits in hexadecimal
 * digits. The name is found first and the hash of the whole text compared in constant time, so that neither the time nor
 * the words of an answer tell a wrong name from a wrong secret.
 */
final class BearerTokens implements Authentication {
    private static final Pattern HEADER =
            Pattern.compile("[Bb]earer (kvmherd_([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)_[0-9a-f]{64})");
    private static final int SECRET_BYTES = 32;
    private static final String NOBODY = "0".repeat(64);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Snapshots snapshots;
    private final FailedAttempts failures;

    BearerTokens(Snapshots snapshots, FailedAttempts failures) {
        this.snapshots = snapshots;
        this.failures = failures;
    }

    /** Draws a new token's text. */
    static TokenSecret draw(String name) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        String text = "kvmherd_" + name + "_" + HexFormat.of().formatHex(secret);
        return new TokenSecret(text, hash(text));
    }

    @Override
    public Principal of(HttpServerRequest request) {
        String from = request.remoteAddress().hostAddress();
        Snapshot snapshot = snapshots.take();
        failures.requireFew(from, snapshot.now().monotonicMs());
        Matcher header = HEADER.matcher(String.valueOf(request.getHeader(HttpHeaders.AUTHORIZATION)));
        Optional<TokenRecord> token = header.matches()
                ? Optional.ofNullable(snapshot.state().tokens().get(header.group(2)))
                : Optional.empty();
        String expected = token.map(TokenRecord::hash).orElse(NOBODY);
        String given = header.matches() ? hash(header.group(1)) : "";
        boolean right = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII));
        if (!right
                || token.filter(known -> known.holdsAt(snapshot.now().wall())).isEmpty()) {
            failures.count(from, snapshot.now().monotonicMs());
            throw new KvmherdException(
                    ErrorCode.UNAUTHENTICATED,
                    "The controller does not know who asks.\nWhy: "
                            + (request.headers().contains(HttpHeaders.AUTHORIZATION)
                                    ? "the token is not one that holds: mistyped, withdrawn, or expired."
                                    : "the request has no token, and this address serves nobody without one.")
                            + "\nNext: have one made on the controller's machine: kvmherd token create NAME; a client"
                            + " sends it as Authorization: Bearer TOKEN.");
        }
        TokenRecord holder = token.orElseThrow();
        return new Principal("token " + holder.name(), holder.role(), Optional.of(holder.hash()));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
