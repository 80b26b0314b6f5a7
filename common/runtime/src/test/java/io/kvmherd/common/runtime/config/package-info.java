/** Tests of the configuration reader. */
@NullMarked
package io.kvmherd.common.runtime.config;

import org.jspecify.annotations.NullMarked;
