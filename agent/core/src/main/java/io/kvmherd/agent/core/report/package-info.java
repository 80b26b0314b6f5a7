/**
 * What a host tells about itself: the operating system's numbers and the hypervisor's put together.
 *
 * <p><b>Invariant.</b> A CPU's vendor is reported only when nothing contradicts it. An unknown vendor matches no other, so
 * a host that two sources describe differently keeps its guests and takes none.
 */
@NullMarked
package io.kvmherd.agent.core.report;

import org.jspecify.annotations.NullMarked;
