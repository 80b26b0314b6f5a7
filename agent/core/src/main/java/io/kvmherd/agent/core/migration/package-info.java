/**
 * What an agent decides about a live migration by itself, whatever the controller planned.
 *
 * <p><b>Invariant.</b> No guest leaves for, or is taken from, a host whose CPU vendor is not known and equal; there is no
 * setting that changes this. No guest leaves with a disk that the destination would not find or with a device of this
 * host. A migration that does not get anywhere is given up: aborting before the switch-over leaves the guest running
 * where it was.
 */
@NullMarked
package io.kvmherd.agent.core.migration;

import org.jspecify.annotations.NullMarked;
