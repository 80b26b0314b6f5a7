package io.kvmherd.controller.app.state;

import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.JournalPlace;
import java.util.List;

/**
 * The history of a database as the terms in which it was written. A copy shares it up to the moment in which it was made; from
 * then on each has terms that the other lacks, or ended a common one earlier.
 *
 * @param terms oldest first, at most {@link #TERMS_KEPT}; the last is the one that goes on
 */
public record Lineage(List<Term> terms) {
    /**
     * Newest terms kept, also of a controller that is started every few seconds for days. A host on which nothing was begun for
     * longer than these is taken for one of another history.
     */
    public static final int TERMS_KEPT = 50_000;

    /** @param firstSequence of the journal when the term was taken, which is where the one before it ended */
    public record Term(Epoch epoch, long firstSequence) {}

    public Lineage {
        terms = List.copyOf(terms);
    }

    /**
     * Whether the place lies in this history.
     *
     * @param journalSequence how far it goes by now
     */
    public boolean has(JournalPlace place, long journalSequence) {
        for (int at = 0; at < terms.size(); at++) {
            if (terms.get(at).epoch().equals(place.epoch())) {
                long end = at + 1 < terms.size() ? terms.get(at + 1).firstSequence() : journalSequence;
                return place.journalSequence() <= end;
            }
        }
        return false;
    }
}
