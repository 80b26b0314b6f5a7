package io.kvmherd.cli.output;

import io.kvmherd.common.api.TokenResource;

/** Tokens as text. */
public final class TokenText {
    private TokenText() {}

    public static String made(TokenResource token) {
        return "Token " + token.name() + " (" + Units.word(token.role()) + ") holds until " + token.expiresAt()
                + ". It is not shown again: keep it where only its user can read it.";
    }

    public static String revoked(TokenResource token) {
        return "Token " + token.name() + " is withdrawn.";
    }
}
