/**
 * A host's two independent facts as tables: its duty, what the operator wants, and its reachability, what the controller
 * sees. Neither ever changes the other, and neither is a proof of what runs on the host.
 */
@NullMarked
package io.kvmherd.controller.engine.host;

import org.jspecify.annotations.NullMarked;
