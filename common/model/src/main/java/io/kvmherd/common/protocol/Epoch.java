package io.kvmherd.common.protocol;

import java.util.UUID;

/**
 * A leadership term.
 *
 * @param number only grows; agents refuse a smaller one
 * @param incarnation the one run of the one controller that holds the term; the same number with another incarnation is
 *     refused and alarmed, for it means that two controllers took the same term
 */
public record Epoch(long number, UUID incarnation) {}
