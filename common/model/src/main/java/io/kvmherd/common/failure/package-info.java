/**
 * The one exception type that crosses a boundary. Three kinds of "no" get three treatments: a refusal is a value (see
 * {@code Reason}); an operating failure is a {@code KvmherdException} with an {@code ErrorCode}; a programmer's error is
 * any other unchecked exception and stops what it happened in.
 */
@NullMarked
package io.kvmherd.common.failure;

import org.jspecify.annotations.NullMarked;
