package io.kvmherd.controller.engine.placement;

/** Memory and CPU commitment stay even: the emptier a host is after the arrival, relative to its limits, the better. */
record EvenLoad() implements Scorer {
    @Override
    public String term() {
        return "even-load";
    }

    @Override
    public double weight() {
        return 2;
    }

    @Override
    public double value(Candidate candidate, Field field) {
        Capacity capacity = candidate.capacity();
        double memory =
                emptiness(capacity.committed(), candidate.demand().spec().committedMib());
        double cpu = emptiness(capacity.vcpus(), candidate.demand().spec().vcpus());
        return (memory + cpu) / 2;
    }

    private static double emptiness(Capacity.Use use, long need) {
        return use.limit() <= 0 ? 0 : Math.clamp(1 - (double) (use.have() + need) / use.limit(), 0, 1);
    }
}
