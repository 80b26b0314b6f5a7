/**
 * Clusters for tests: every view that a test needs, in one or two lines. Other modules take it from this module's test jar.
 * Everything is derived from names and seeds, so a test sees the same cluster in each run.
 */
@NullMarked
package io.kvmherd.controller.engine.testing;

import org.jspecify.annotations.NullMarked;
