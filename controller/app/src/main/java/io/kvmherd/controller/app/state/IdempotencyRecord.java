package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.OperationId;
import java.time.Instant;

/**
 * A request that was accepted under a key: the same again gets the same operation.
 *
 * @param fingerprint of the request; another one under the same key is an error
 */
public record IdempotencyRecord(
        String principal, String key, Fingerprint fingerprint, OperationId operation, Instant acceptedAt) {}
