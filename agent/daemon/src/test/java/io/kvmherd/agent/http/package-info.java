/** Tests of the health endpoints over loopback. */
@NullMarked
package io.kvmherd.agent.http;

import org.jspecify.annotations.NullMarked;
