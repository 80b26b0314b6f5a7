/**
 * Reads a YAML file into a configuration record and refuses everything that it does not understand.
 *
 * <p>A configuration is a record; its components are the keys, nested records are sections. A default stands in a
 * {@link io.kvmherd.common.runtime.config.Default} beside its component and nowhere else; a component without one is
 * required, unless it is a list, a map, an {@code Optional} or a section of which nothing is required.
 *
 * <p><b>Invariant.</b> A configuration that was read is complete and valid. A typing mistake in a key never leaves a
 * setting at its default in silence: an unknown key stops the start and names the nearest known one. Every complaint names
 * file, line and key.
 */
@NullMarked
package io.kvmherd.common.runtime.config;

import org.jspecify.annotations.NullMarked;
