/**
 * Which controller the command speaks to, when it is not the one on this machine: named places with an address, the
 * authority to believe and a token, in a file of the user's own.
 *
 * <p>Invariant: the file holds tokens, so it is written for its owner alone, whole or not at all.
 */
@NullMarked
package io.kvmherd.cli.context;

import org.jspecify.annotations.NullMarked;
