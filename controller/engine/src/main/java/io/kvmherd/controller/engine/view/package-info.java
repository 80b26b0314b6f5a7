/**
 * The picture that every decision is made from: an immutable value with a version.
 *
 * <p>A view folds what the database knows (duties, wishes, ownership, reservations) with what agents reported. It holds
 * no clock: ages are measured by whoever builds the view and are part of it, so the same view always gives the same
 * decision. Its collections are sorted or in insertion order, so it gives it on every machine.
 */
@NullMarked
package io.kvmherd.controller.engine.view;

import org.jspecify.annotations.NullMarked;
