/**
 * The driver of the controller's step function: what comes in waits in one inbox, one thread turns it into new states, one
 * thread makes them durable and only then lets their effects out.
 *
 * <p>Invariant: no command, answer or event leaves, and no reader sees a state, before the writes that it rests on are on
 * disk, in the order of the turns. When a commit failed, or its result is unknown, or the step function threw, nothing
 * leaves any more: the process ends and starts again from what was stored. Adapters only ever enqueue and return.
 */
@NullMarked
package io.kvmherd.controller.loop;

import org.jspecify.annotations.NullMarked;
