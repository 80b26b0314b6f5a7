/**
 * Ordered lists of live migrations, and the independent second opinion on them.
 *
 * <p>A plan's order is part of what is promised: whichever steps run at the same time, the picture is legal.
 * {@code PlanSequencer} makes the order, {@code PlanChecker} replays it on the newest view with rules of its own and
 * shares no arithmetic with the placer, so that a mistake in one is seen by the other. {@code SecondOpinion} asks it
 * before anything is begun.
 */
@NullMarked
package io.kvmherd.controller.engine.plan;

import org.jspecify.annotations.NullMarked;
