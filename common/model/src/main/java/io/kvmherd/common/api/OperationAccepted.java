package io.kvmherd.common.api;

/** Answer 202 to a request that changes something: it is durable and under way. */
public record OperationAccepted(OperationResource operation) {}
