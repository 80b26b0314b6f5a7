package io.kvmherd.cli.output;

import io.kvmherd.common.api.TokenResource;
import java.util.List;

/** Tokens as text. */
public final class TokenText {
    private TokenText() {}

    public static List<String> table(List<TokenResource> tokens) {
        Table table = new Table("TOKEN", "ROLE", "MADE BY", "MADE AT", "HOLDS UNTIL");
        tokens.forEach(token -> table.row(
                token.name(),
                Units.word(token.role()),
                token.createdBy(),
                token.createdAt().toString(),
                token.expiresAt() + (token.expired() ? ", expired" : "")));
        return table.lines();
    }

    public static String made(TokenResource token) {
        return "Token " + token.name() + " (" + Units.word(token.role()) + ") holds until " + token.expiresAt()
                + ". It is not shown again: keep it where only its user can read it.";
    }

    public static String revoked(TokenResource token) {
        return "Token " + token.name() + " is withdrawn.";
    }
}
