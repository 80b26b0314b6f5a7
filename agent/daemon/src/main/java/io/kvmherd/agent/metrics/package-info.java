/**
 * What an agent counts about itself, in Prometheus' text form.
 *
 * <p><b>Invariant.</b> Every meter has a unit in its name and a help text; no meter has a label whose values are not
 * bounded.
 */
@NullMarked
package io.kvmherd.agent.metrics;

import org.jspecify.annotations.NullMarked;
