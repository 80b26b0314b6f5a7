package io.kvmherd.controller.simulator;

import io.kvmherd.common.runtime.strand.PieceOfWork;

/** Work on virtual threads. */
final class ThreadedStrands implements Strands {
    @Override
    public Strand of(Runnable work) {
        return new PieceOfWork(work)::goOn;
    }

    @Override
    public void pause() {
        PieceOfWork.pause();
    }
}
