/**
 * Ordered lists of live migrations, and the independent second opinion on them.
 *
 * <p>A plan's order is part of what is promised: after each wave, the picture is legal. {@code PlanSequencer} makes the
 * order, {@code PlanChecker} replays it on the newest view with rules of its own and shares no arithmetic with the
 * placer, so that a mistake in one is seen by the other.
 */
@NullMarked
package io.kvmherd.controller.engine.plan;

import org.jspecify.annotations.NullMarked;
