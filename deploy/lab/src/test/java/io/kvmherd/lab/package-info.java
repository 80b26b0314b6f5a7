/**
 * The end-to-end suite: real controllers and agents over real libvirt hosts, with guests that really run.
 *
 * <p>The suite knows none of the project's classes. It types the commands that an operator types, speaks the API over its
 * socket as any program may, and asks libvirt and the guests themselves what is true. Invariant: no test believes the
 * API alone; whatever it says about a guest is compared with {@code virsh} on every host and with the guest's tick log.
 *
 * <p>All classes share one lab, which {@link io.kvmherd.lab.LabExtension} brings up once and takes down at the end, also
 * after a failure. Each test begins with every host up and active and without guests. Tests wait for conditions, always
 * with a bound, never for time to pass. Classes that need a machine host come first ({@link io.kvmherd.lab.NeedsMachineHost});
 * those hosts are gone for the rest.
 */
@NullMarked
package io.kvmherd.lab;

import org.jspecify.annotations.NullMarked;
