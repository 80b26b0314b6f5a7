package io.kvmherd.controller.simulator;

import java.util.function.UnaryOperator;

/**
 * Work that waits in the middle, carried on a piece at a time: only one piece of all runs at any moment, so it is as if there
 * were one thread. A migration's call is such work; whoever runs a simulation brings real threads for it.
 *
 * @param of makes such work, which begins when it is told to go on for the first time. Telling it so lets it run until it
 *     pauses or ends, waits for that, and throws what the work threw
 * @param pause called by the work: returns when it is told to go on
 */
public record Strands(UnaryOperator<Runnable> of, Runnable pause) {}
