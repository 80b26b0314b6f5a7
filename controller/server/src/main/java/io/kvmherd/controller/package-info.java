/**
 * The controller's program: its configuration, the order in which it starts and stops, and which adapter serves which port.
 *
 * <p>Invariant: the folder is locked and the epoch is durable before anything listens, and what listens is named in the
 * configuration. A controller that cannot go on ends with a status that makes its supervisor start it again.
 */
@NullMarked
package io.kvmherd.controller;

import org.jspecify.annotations.NullMarked;
