/**
 * The agent's process: reads its configuration, puts the parts together, starts and stops them.
 *
 * <p><b>Invariant.</b> Starting and stopping an agent changes nothing about guests. A process that cannot do its work for a
 * reason that will not go away by itself ends with a message that says what to do; one that only misses its controller or
 * its libvirt keeps trying.
 */
@NullMarked
package io.kvmherd.agent;

import org.jspecify.annotations.NullMarked;
