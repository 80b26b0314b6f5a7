package io.kvmherd.controller.http;

import io.kvmherd.common.model.AccessRole;

/**
 * Who asks.
 *
 * @param name for operations and the audit: a user of this machine, or "token NAME"
 * @param role what he may do
 */
record Principal(String name, AccessRole role) {}
