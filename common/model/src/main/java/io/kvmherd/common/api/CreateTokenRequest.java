package io.kvmherd.common.api;

import io.kvmherd.common.model.AccessRole;

/**
 * Asks for a token with which a program or a person at another machine may use the API.
 *
 * @param name unique; the audit names its user by it
 * @param role what it allows
 * @param days how long it holds, from now
 * @param reason in the caller's words, empty for none
 */
public record CreateTokenRequest(String name, AccessRole role, int days, String reason) {}
