/**
 * What an agent tells to whoever looks after its machine: whether it lives, whether it can do its work, and its meters.
 *
 * <p><b>Invariant.</b> Reads only, and on the one address that the configuration names; a disabled port is not bound.
 */
@NullMarked
package io.kvmherd.agent.http;

import org.jspecify.annotations.NullMarked;
