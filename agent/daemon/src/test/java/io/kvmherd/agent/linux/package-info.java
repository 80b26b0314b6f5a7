/** Tests against recorded kernel files and against a log file that is cut at every byte. */
@NullMarked
package io.kvmherd.agent.linux;

import org.jspecify.annotations.NullMarked;
