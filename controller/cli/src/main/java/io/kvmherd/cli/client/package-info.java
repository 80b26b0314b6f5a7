/**
 * The API as methods, and what goes wrong with it as values.
 *
 * <p>A call returns an {@code Answer}: what was asked for, or a {@code Complaint} that says what could not be done, why,
 * what to do next, and with which exit code the command ends. Nothing is thrown for what a server or a network can do.
 *
 * <p>Invariant: a request that changes something carries one idempotency key, drawn when it is made and kept through its
 * repetitions, so that repeating never does a thing twice.
 */
@NullMarked
package io.kvmherd.cli.client;

import org.jspecify.annotations.NullMarked;
