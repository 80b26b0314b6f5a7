/** Tests of the loop with a step function of a few lines and the real store, whose commits a test can hold or break. */
@NullMarked
package io.kvmherd.controller.loop;

import org.jspecify.annotations.NullMarked;
