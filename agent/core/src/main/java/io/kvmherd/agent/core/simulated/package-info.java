/**
 * Hosts that exist in memory only, behind the same ports as real ones, for tests, demonstrations and whole simulated
 * clusters.
 *
 * <p><b>Promise.</b> What a simulated hypervisor does passes the same contract suite as the real one. It is
 * deterministic: the same calls at the same simulated times give the same answers. It is safe to call from any thread; one
 * lock for a whole cluster keeps both ends of a migration in step, and it is never held while time passes or while a
 * watcher or a migration's listener is called. Time is whatever {@code SimulatedTime} says.
 *
 * <p>Everything that goes wrong with real hosts can be made to go wrong here ({@code MigrationFault}, a broken connection,
 * a host without power, a log that cannot be written), and always in the states that libvirt leaves behind.
 */
@NullMarked
package io.kvmherd.agent.core.simulated;

import org.jspecify.annotations.NullMarked;
