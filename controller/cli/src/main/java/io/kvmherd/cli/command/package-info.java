/**
 * The command line: nouns (host, guest, operation, plan, cluster, event) with verbs, and short forms of the verbs that are
 * typed most. Each command is a class that names its arguments and says in one statement what it does with them.
 *
 * <p>Every command tells, with {@code --help}, what it does and one example. What cannot be undone asks first, or needs
 * {@code -y} where nobody can be asked. What changes something waits for its end unless told not to.
 *
 * <p>Invariant: the exit code is always one of {@code ExitCode}.
 */
@NullMarked
package io.kvmherd.cli.command;

import org.jspecify.annotations.NullMarked;
