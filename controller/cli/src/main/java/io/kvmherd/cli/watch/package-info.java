/**
 * Follows what the controller does, and says how it goes on.
 *
 * <p>An operation is asked for again and again rather than listened to: that works through a restart of the controller,
 * which is when somebody most wants to know, and a second's delay is no loss. Events are listened to, and taken up again
 * after the last one seen.
 *
 * <p>Invariant: whatever happens to the one who watches, the operation goes on; ending the watching never ends it.
 */
@NullMarked
package io.kvmherd.cli.watch;

import org.jspecify.annotations.NullMarked;
