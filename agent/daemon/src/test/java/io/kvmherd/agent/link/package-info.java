/** Tests of the command link against a controller's end in the same process, over TLS on loopback. */
@NullMarked
package io.kvmherd.agent.link;

import org.jspecify.annotations.NullMarked;
