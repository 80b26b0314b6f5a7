package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.OperationId;
import java.time.Instant;

/**
 * A request that was accepted under a key: the same again gets the same operation.
 *
 * @param requestHash of method, path and body; another one under the same key is an error
 */
public record IdempotencyRecord(
        String principal, String key, String requestHash, OperationId operation, Instant acceptedAt) {}
