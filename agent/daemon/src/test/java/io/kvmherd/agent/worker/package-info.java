/** Tests of an agent's daily work, on a simulated hypervisor. */
@NullMarked
package io.kvmherd.agent.worker;

import org.jspecify.annotations.NullMarked;
