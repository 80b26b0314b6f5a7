/**
 * What an operation is and how it goes on, as tables.
 *
 * <p>An operation is a row of phases. A phase is one command to one host; entering a phase draws the next step number, so
 * a command is known by (operation, step) wherever it is repeated. {@code OperationMachine} is the table (phase, event)
 * to next phase or end; {@code MigrationOutcome} is the table by which the two hosts' states decide how a migration
 * really ended. A combination that cannot happen refuses loudly.
 *
 * <p>An operation ends only in SUCCEEDED, PARTLY_DONE, FAILED or CANCELLED, and then never changes again. Not knowing
 * how a migration stands is not an end: it is a phase that looks again. A single command that nobody answered fails at its
 * deadline; what its guest is by then is what its host tells.
 */
@NullMarked
package io.kvmherd.controller.engine.operation;

import org.jspecify.annotations.NullMarked;
