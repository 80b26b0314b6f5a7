/**
 * What is counted, for Prometheus.
 *
 * <p>Invariant: each meter has a unit where it has one, a help text, and a line in the operating manual's list. Labels take
 * their values from enums and type names, never from names that people choose, so their number is bounded.
 */
@NullMarked
package io.kvmherd.controller.metrics;

import org.jspecify.annotations.NullMarked;
