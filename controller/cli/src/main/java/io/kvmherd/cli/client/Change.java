package io.kvmherd.cli.client;

import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.api.PlanResource;

/** What came of a request that changes something. */
public sealed interface Change {

    /** It is durable and under way. */
    record Begun(OperationResource operation) implements Change {}

    /** It was only planned. */
    record Planned(PlanResource plan) implements Change {}
}
