/**
 * Work that is carried on a piece at a time, by whoever wants it to.
 *
 * <p><b>Promise.</b> Of a strand and the one who tells it to go on, exactly one runs at any moment; what one did before it handed
 * over is seen by the other.
 */
@NullMarked
package io.kvmherd.common.runtime.strand;

import org.jspecify.annotations.NullMarked;
