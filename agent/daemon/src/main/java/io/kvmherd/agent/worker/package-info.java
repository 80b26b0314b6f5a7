/**
 * What an agent does all day: hears controllers out, carries out commands, tells about changes, reports.
 *
 * <p>Everything that waits, for a disk, for the hypervisor, waits here, on threads of this package; what comes from the
 * network is handed over and never waited for. Commands pass the guard one at a time, in the order in which they came;
 * then questions, changes and migrations have threads of their own, so that a question is answered while a migration
 * runs.
 *
 * <p><b>Invariant.</b> A change is begun only after the guard made its begin durable, and its end is told to the guard
 * before it is told to the controller. Every queue is bounded; what does not fit is answered as busy and not begun.
 */
@NullMarked
package io.kvmherd.agent.worker;

import org.jspecify.annotations.NullMarked;
