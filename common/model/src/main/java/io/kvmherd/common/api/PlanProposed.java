package io.kvmherd.common.api;

/** Answer 200 to a request with {@code dryRun}: what would be done; nothing was. */
public record PlanProposed(PlanResource plan) {}
