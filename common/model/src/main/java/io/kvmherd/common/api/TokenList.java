package io.kvmherd.common.api;

import java.util.List;

/** All tokens, in order of their names; there are never more than a page of them. */
public record TokenList(List<TokenResource> items) {
    public TokenList {
        items = List.copyOf(items);
    }
}
