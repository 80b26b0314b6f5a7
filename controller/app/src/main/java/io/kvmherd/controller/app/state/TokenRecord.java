package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.AccessRole;
import java.time.Instant;

/**
 * One token, as it lasts.
 *
 * @param name unique among tokens
 * @param role what it allows
 * @param hash by which its text is recognised: SHA-256 in hexadecimal digits
 * @param createdBy principal that asked for it
 * @param createdAt by the controller's clock
 * @param expiresAt from then on it opens nothing
 */
public record TokenRecord(
        String name, AccessRole role, String hash, String createdBy, Instant createdAt, Instant expiresAt) {

    public boolean holdsAt(Instant moment) {
        return moment.isBefore(expiresAt);
    }
}
