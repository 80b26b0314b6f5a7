package io.kvmherd.controller.app.request;

/**
 * What a caller must present to use a token: drawn by the driver, handed through to the answer, never kept.
 *
 * @param text as the caller will send it
 * @param hash of the text, SHA-256 in hexadecimal digits; the text has 256 random bits, so a slow hash would add nothing
 */
public record TokenSecret(String text, String hash) {
    /** Without the text, so that no log can hold it. */
    @Override
    public String toString() {
        return "TokenSecret[hash=" + hash + "]";
    }
}
