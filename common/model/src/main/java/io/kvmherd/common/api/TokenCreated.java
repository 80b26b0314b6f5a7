package io.kvmherd.common.api;

/**
 * A new token. Its text is in this answer and nowhere else: the controller keeps only what it can be recognised by.
 *
 * @param text what the client sends as "Authorization: Bearer TEXT"
 * @param token what can be shown of it later
 */
public record TokenCreated(String text, TokenResource token) {
    /** Without the text, so that no log can hold it. */
    @Override
    public String toString() {
        return "TokenCreated[token=" + token + "]";
    }
}
