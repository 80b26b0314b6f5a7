package io.kvmherd.common.protocol;

/**
 * A place in the history of a database. A number alone names none: a copy of the database that is put to use goes on counting
 * from its own end, and comes to the same numbers for other things.
 *
 * @param epoch in which the journal was written there
 * @param journalSequence how far it had come
 */
public record JournalPlace(Epoch epoch, long journalSequence) {}
