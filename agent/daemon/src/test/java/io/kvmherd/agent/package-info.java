/** Tests of what an agent is started with. */
@NullMarked
package io.kvmherd.agent;

import org.jspecify.annotations.NullMarked;
