/**
 * What reaches the controller from outside: requests of people and programs, messages of agents, and the passing of time.
 * Adapters enqueue inputs and return; the loop takes them in order.
 */
@NullMarked
package io.kvmherd.controller.app.request;

import org.jspecify.annotations.NullMarked;
