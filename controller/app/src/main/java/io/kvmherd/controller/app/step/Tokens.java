package io.kvmherd.controller.app.step;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.TokenRecord;
import java.util.Optional;

/** Access that is handed out and withdrawn. An expired token is kept, to be seen, until its name is used again. */
final class Tokens {
    private Tokens() {}

    static Response create(Turn turn, String principal, Request.CreateToken request) {
        Optional<TokenRecord> taken = turn.token(request.name())
                .filter(token -> token.holdsAt(turn.now().wall()));
        if (taken.isPresent()) {
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "token " + request.name() + " cannot be created",
                    "one of this name holds until " + taken.get().expiresAt(),
                    "choose another name, or, also when its text was never received, withdraw it first: kvmherd token revoke "
                            + request.name());
        }
        if (turn.token(request.name()).isEmpty() && turn.allTokens().size() >= AppLimits.TOKENS_KEPT) {
            return Refusals.refused(
                    ErrorCode.CONFLICT,
                    "token " + request.name() + " cannot be created",
                    "there are " + turn.allTokens().size() + " tokens, and " + AppLimits.TOKENS_KEPT + " at most",
                    "withdraw one that nobody needs: kvmherd token list");
        }
        TokenRecord token = new TokenRecord(
                request.name(),
                request.role(),
                request.secret().hash(),
                principal,
                turn.now().wall(),
                turn.now().wall().plus(request.validity()));
        turn.put(token);
        return new Response.TokenMade(token, request.secret());
    }

    static Response revoke(Turn turn, Request.RevokeToken request) {
        Optional<TokenRecord> token = turn.token(request.name());
        if (token.isEmpty()) {
            return Refusals.refused(
                    ErrorCode.NOT_FOUND,
                    "token " + request.name() + " does not exist",
                    "no token has this name",
                    "list them: kvmherd token list");
        }
        turn.remove(token.get());
        return new Response.TokenWithdrawn(token.get());
    }
}
