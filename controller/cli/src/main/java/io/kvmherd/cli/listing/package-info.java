/**
 * Lists of things as tables: which columns there are, which of them are shown, in which order the rows stand and which rows
 * are picked out. A list is described once, by its columns; all that can be asked of it follows from them.
 *
 * <p>Pure: from things to lines of text. Whatever is asked is checked against the columns before there are any things, so
 * that a mistyped column is told before anybody is asked for the list.
 *
 * <p>Invariant: the first column identifies the thing, and columns of one list have different names.
 */
@NullMarked
package io.kvmherd.cli.listing;

import org.jspecify.annotations.NullMarked;
