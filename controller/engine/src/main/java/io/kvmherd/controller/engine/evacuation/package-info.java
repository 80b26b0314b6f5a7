/**
 * Emptying hosts without stopping anybody unasked.
 *
 * <p>An evacuation is a packing question, answered before the first guest moves. Invariants: every guest that is active on
 * one of the hosts is either moved by the plan, live or cold, or shut down because its policy or its specification says so,
 * or left running because its policy says so, or named as blocked with the reasons of every host; guests that are off keep
 * their definition and block nothing; guests on other hosts are not touched.
 *
 * <p>Afterwards a host may get its guests back: those that still are where evacuations put them, and those that were shut
 * down until then.
 */
@NullMarked
package io.kvmherd.controller.engine.evacuation;

import org.jspecify.annotations.NullMarked;
