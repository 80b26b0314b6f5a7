/** Tests of the durable memory on real files in temporary folders; no database is faked. */
@NullMarked
package io.kvmherd.controller.store;

import org.jspecify.annotations.NullMarked;
