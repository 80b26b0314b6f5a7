package io.kvmherd.controller.app.state;

import java.time.Instant;

/**
 * Now.
 *
 * @param monotonicMs of this process; measures durations
 * @param wall for people to read
 */
public record Moment(long monotonicMs, Instant wall) {}
