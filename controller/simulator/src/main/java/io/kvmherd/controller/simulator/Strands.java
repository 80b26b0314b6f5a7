package io.kvmherd.controller.simulator;

/**
 * Work that waits in the middle, carried on a piece at a time: only one piece of all runs at any moment, so it is as if there
 * were one thread. A migration's call is such work; whoever runs a simulation brings real threads for it.
 */
public interface Strands {
    /** Work that begins when it is told to go on for the first time. */
    Strand of(Runnable work);

    /** Called by the work: returns when it is told to go on. */
    void pause();

    /** One such work. */
    interface Strand {
        /**
         * Lets it run until it pauses or ends, and waits for that.
         *
         * @return whether it paused, and so wants to be told to go on once more
         * @throws RuntimeException what the work threw
         */
        boolean goOn();
    }
}
