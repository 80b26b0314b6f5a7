/**
 * The command link from the agent's end: a WebSocket over mutual TLS 1.3 that the agent dials, one for each controller.
 *
 * <p><b>Invariant.</b> Nothing is said or heard before the other end's certificate has named a controller of this agent's
 * own cluster. Code here runs on event loops and waits for nothing; what is heard is handed over. A link that is silent,
 * misbehaves or cannot keep up is closed and dialled again, with growing, spread-out pauses, for ever.
 */
@NullMarked
package io.kvmherd.agent.link;

import org.jspecify.annotations.NullMarked;
