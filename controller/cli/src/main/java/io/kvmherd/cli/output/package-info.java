/**
 * What people read: tables, details, plans, explanations, progress and complaints, as lines of text.
 *
 * <p>Everything but {@code Console} turns values into lines and touches nothing else, so that each form is a test of its
 * text. Lines are meant for 100 columns, but for wide tables; numbers stand at the right with their units; times are UTC.
 * What programs read has the API's own fields and nothing of this.
 */
@NullMarked
package io.kvmherd.cli.output;

import org.jspecify.annotations.NullMarked;
