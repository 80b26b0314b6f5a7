/**
 * The controller as a step function: (state, inputs, now) to (state, writes, effects).
 *
 * <p>{@code ControllerStep} takes a batch of inputs through one {@code Turn}, the only mutable thing here, which lives
 * for one call. Each subject has its rooms: {@code Hosts} (links, reports, reachability, duties), {@code Requests} (what
 * people ask), {@code Operations} (how operations go on), {@code Evacuations} (operations that consist of others).
 *
 * <p>Invariant: a command leaves only in an effect of the turn whose writes hold its operation, its reservations and its
 * generation, or of a later turn. A migration that may have begun ends only by what agents answered on the command link;
 * a single command that nobody answered fails at its deadline. Nothing here reads a report to decide that something has ended.
 */
@NullMarked
package io.kvmherd.controller.app.step;

import org.jspecify.annotations.NullMarked;
