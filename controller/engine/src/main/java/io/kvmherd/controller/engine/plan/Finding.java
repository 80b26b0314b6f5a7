package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.Reason;

/**
 * Something that is wrong with a plan.
 *
 * @param step number of the step concerned
 */
public record Finding(int step, Reason reason) {}
