/** Tests of the report channel, over loopback. */
@NullMarked
package io.kvmherd.common.runtime.hazelcast;

import org.jspecify.annotations.NullMarked;
