/**
 * A small world around the controller's step function: a store in memory, hosts with agents that speak the protocol and
 * can be hurt in every way, and virtual time. Every turn is checked against the promises of the step function.
 */
@NullMarked
package io.kvmherd.controller.app.testing;

import org.jspecify.annotations.NullMarked;
