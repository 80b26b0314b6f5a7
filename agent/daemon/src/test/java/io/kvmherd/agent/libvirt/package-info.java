/** The hypervisor's contract against libvirt's own test driver and, where a lab is up, against real hosts. */
@NullMarked
package io.kvmherd.agent.libvirt;

import org.jspecify.annotations.NullMarked;
