/**
 * Emptying a host without stopping anybody.
 *
 * <p>An evacuation is a packing question, answered before the first guest moves. Invariants: every guest that is active on
 * the host is either moved by the plan, or shut down because its specification says so, or named as blocked with the
 * reasons of every host; guests that are off keep their definition and block nothing; guests on other hosts are not
 * touched.
 *
 * <p>Afterwards the host may get its guests back: those that still are where the evacuation put them.
 */
@NullMarked
package io.kvmherd.controller.engine.evacuation;

import org.jspecify.annotations.NullMarked;
