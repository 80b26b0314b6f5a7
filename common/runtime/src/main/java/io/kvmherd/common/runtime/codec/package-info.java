/**
 * Turns the records of {@code model}, {@code protocol} and {@code api} into JSON and back, without an annotation in
 * them.
 *
 * <p><b>The form.</b> A record is an object whose fields stand in the record's own order. A record whose single component
 * is called {@code value} is that value alone. A record behind a sealed interface begins with {@code "type"}, its simple
 * name in kebab case ({@code CreateGuest} is {@code "create-guest"}). An empty {@code Optional} is left out; an empty
 * list, map or text is written. Times are ISO 8601 text, UUIDs text, bytes base64.
 *
 * <p><b>Two readers.</b> {@code JsonCodec.wire()} reads what other builds of kvmherd wrote: it ignores fields that it
 * does not know, takes 0, empty or none for a missing number, text, list or {@code Optional}, and refuses a message of a
 * newer version. {@code JsonCodec.strict()} reads what people send to the API: it refuses unknown fields and repeated
 * keys. Both are bounded in size and depth, and both name the field that is wrong.
 *
 * <p><b>Invariant.</b> What a codec returns holds no null: a missing enum or record is an error, never a null.
 */
@NullMarked
package io.kvmherd.common.runtime.codec;

import org.jspecify.annotations.NullMarked;
