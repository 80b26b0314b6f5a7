package io.kvmherd.cli.output;

import io.kvmherd.cli.listing.Cell;
import io.kvmherd.cli.listing.Column;
import io.kvmherd.cli.listing.Listing;
import io.kvmherd.common.api.TokenResource;
import java.util.List;

/** Tokens as a list; what makes them one is not in it. */
public final class TokenColumns {
    public static final Listing<TokenResource> LISTING = new Listing<>(
            "tokens",
            Listing.Usual.AS_GIVEN,
            List.of(
                    Column.of("token", "TOKEN", token -> Cell.name(token.name())),
                    Column.of("role", "ROLE", token -> Cells.word(token.role())),
                    Column.of("by", "MADE BY", token -> Cell.name(token.createdBy())),
                    Column.of(
                            "made",
                            "MADE AT",
                            token -> Cell.time(
                                    token.createdAt(), token.createdAt().toString())),
                    Column.of(
                            "until",
                            "HOLDS UNTIL",
                            token -> Cell.time(
                                    token.expiresAt(), token.expiresAt() + (token.expired() ? ", expired" : ""))),
                    Column.wide("expired", "EXPIRED", token -> Cells.answer(token.expired()))));

    private TokenColumns() {}
}
