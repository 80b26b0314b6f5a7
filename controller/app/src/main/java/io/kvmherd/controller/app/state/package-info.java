/**
 * What a controller knows, as immutable values.
 *
 * <p>Every entry has a durable half, the {@code ...Record}, which the database holds, and a soft half, which dies with the
 * process and is told anew by the agents. Nothing that decides about a guest's whereabouts is only in the soft half.
 *
 * <p>Time is of two kinds: {@code ms} values come from a monotonic clock of this process and measure durations; instants
 * are wall-clock time, for people to read, and nothing is ever decided by them.
 */
@NullMarked
package io.kvmherd.controller.app.state;

import org.jspecify.annotations.NullMarked;
