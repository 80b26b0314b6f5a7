/**
 * The operating system under the agent: what the kernel says in files, and the one file that the agent trusts with its
 * memory.
 *
 * <p><b>Invariant.</b> Numbers are those of the resource scope, not of whatever is easiest to read: a host that is a control
 * group has that group's size, use and pressure. A record of the guard's log that was acknowledged is on the disk.
 */
@NullMarked
package io.kvmherd.agent.linux;

import org.jspecify.annotations.NullMarked;
