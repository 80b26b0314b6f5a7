/**
 * The hypervisor port over libvirt.
 *
 * <p>libvirt's last error belongs to the thread that made the call, its objects are freed by hand, and a daemon that hangs
 * never answers. So every call runs on a platform thread of {@code LibvirtSession} that has a connection of its own, takes
 * its objects, uses them, frees them and reads its error there, and the caller waits for it no longer than a bound.
 *
 * <p><b>Invariant.</b> No object of libvirt leaves the call that took it. Absence of a guest is said only when a live libvirt
 * answered that it has no such domain. A result of -1 or null is a failure even where the binding reports none.
 */
@NullMarked
package io.kvmherd.agent.libvirt;

import org.jspecify.annotations.NullMarked;
