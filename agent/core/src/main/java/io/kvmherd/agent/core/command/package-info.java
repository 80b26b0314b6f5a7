/**
 * From an admitted command to what it does on this host.
 *
 * <p><b>Invariant.</b> Every change is compare-and-act: the guest's state is asked of the hypervisor first, and a command
 * that does not fit it is answered with PRECONDITION and has no effect. What is already as the command wants it is a
 * success. Guests that kvmherd does not manage are never touched. The same code runs in the agent's worker threads and on
 * simulated hosts.
 */
@NullMarked
package io.kvmherd.agent.core.command;

import org.jspecify.annotations.NullMarked;
