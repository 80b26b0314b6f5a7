/** Tests that what is counted is counted, described, and listed for operators. */
@NullMarked
package io.kvmherd.controller.metrics;

import org.jspecify.annotations.NullMarked;
