/**
 * The HTTP API on a Unix socket, and health and metrics on a loopback port besides.
 *
 * <p>Invariant: reads are answered from the newest durable state, writes are handed to the loop and answered with what it
 * says; nothing here decides. Every error is a problem document that says what, why and what to do next, and every request
 * has passed the one call that asks whether its caller may do this. What takes time runs on worker threads, never on an
 * event loop.
 */
@NullMarked
package io.kvmherd.controller.http;

import org.jspecify.annotations.NullMarked;
