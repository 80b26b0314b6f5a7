package io.kvmherd.common.api;

import io.kvmherd.common.model.AccessRole;
import java.time.Instant;

/**
 * A token, without what makes it one.
 *
 * @param name unique
 * @param role what it allows
 * @param createdBy who asked for it
 * @param createdAt by the controller's clock
 * @param expiresAt from then on it opens nothing
 * @param expired whether that moment has come
 */
public record TokenResource(
        String name, AccessRole role, String createdBy, Instant createdAt, Instant expiresAt, boolean expired) {}
