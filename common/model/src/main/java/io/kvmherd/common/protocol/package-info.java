/**
 * What agents and controllers say to each other, and the promise that goes with it.
 *
 * <p><b>Two channels.</b> A {@code HostReport} is soft: it travels over Hazelcast, the newest one wins, it may be lost.
 * Everything else is a {@code LinkMessage} on the command link, a WebSocket with mutual TLS that the agent dials. Nothing
 * that ends an operation or frees a reservation is read from a report.
 *
 * <p><b>A conversation on the link.</b> The agent opens it with {@code AgentGreeting}. The controller answers
 * {@code ControllerHello} with its epoch. The agent makes the epoch durable and answers {@code Inventory}, or
 * {@code HelloRefused} when it knows better. From then on the controller sends {@code CommandEnvelope} and
 * {@code Forget}; the agent sends {@code CommandAnswer}, {@code MigrationProgress}, {@code GuestChanged} and {@code GuestDefined}. Every message
 * may arrive twice, late, or from a leader that no longer leads; tokens tell:
 *
 * <ul>
 *   <li><b>epoch</b>: number of a leadership term; only grows; bound to one incarnation of one controller.
 *   <li><b>host generation</b>: boot id and agent incarnation; which life of a host a command was meant for.
 *   <li><b>placement generation</b>: which right to run a guest.
 * </ul>
 *
 * <p><b>Compatibility.</b> Messages are JSON objects with {@code version} first where they stand alone. A reader ignores
 * fields that it does not know and takes the default (0, empty, none) for a field that is missing, so fields may be
 * added within a version and never change their meaning. A reader refuses a version above its own. The bytes of one
 * example of each message are pinned by tests.
 */
@NullMarked
package io.kvmherd.common.protocol;

import org.jspecify.annotations.NullMarked;
