/**
 * The JSON of the HTTP API as records. {@code openapi.yaml} is the contract; a test holds the two together. Ids are
 * text, times are ISO 8601 in UTC, quantities carry their unit in the name. A field that does not apply is left out.
 */
@NullMarked
package io.kvmherd.common.api;

import org.jspecify.annotations.NullMarked;
