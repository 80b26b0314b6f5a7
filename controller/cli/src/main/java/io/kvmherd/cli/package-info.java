/**
 * The {@code kvmherd} command: reads and asks, over the API and nothing else. It holds no knowledge of its own about a
 * cluster and decides nothing, so an older one beside a newer controller is at worst short of words.
 *
 * <p>{@code socket} speaks HTTP on a Unix socket, {@code client} speaks the API, {@code watch} follows operations,
 * {@code listing} turns things into tables, {@code output} writes what people and programs read, {@code command} is the
 * command line that ties them together.
 *
 * <p>Invariant: data goes to standard output; whatever else is said goes to standard error.
 */
@NullMarked
package io.kvmherd.cli;

import org.jspecify.annotations.NullMarked;
