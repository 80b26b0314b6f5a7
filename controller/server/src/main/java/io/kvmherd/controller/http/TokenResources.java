package io.kvmherd.controller.http;

import io.kvmherd.common.api.TokenList;
import io.kvmherd.common.api.TokenResource;
import io.kvmherd.controller.app.state.TokenRecord;

/** Tokens as the API shows them: never what makes them one. */
final class TokenResources {
    private TokenResources() {}

    static TokenList all(Snapshot snapshot) {
        return new TokenList(snapshot.state().tokens().values().stream()
                .map(token -> of(token, snapshot))
                .toList());
    }

    static TokenResource of(TokenRecord token, Snapshot snapshot) {
        return new TokenResource(
                token.name(),
                token.role(),
                token.createdBy(),
                token.createdAt(),
                token.expiresAt(),
                !token.holdsAt(snapshot.now().wall()));
    }
}
