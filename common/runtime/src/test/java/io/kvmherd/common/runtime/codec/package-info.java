/** Tests of the JSON form: the bytes of one example of each message are pinned in {@code golden/}. */
@NullMarked
package io.kvmherd.common.runtime.codec;

import org.jspecify.annotations.NullMarked;
