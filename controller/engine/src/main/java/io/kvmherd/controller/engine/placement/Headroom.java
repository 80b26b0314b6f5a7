package io.kvmherd.controller.engine.placement;

/**
 * A large guest finds room afterwards: how much of the largest free block of memory among the candidates is left after the
 * arrival. Only the one host that holds that block loses by it, which is why even load alone fragments a cluster.
 */
record Headroom() implements Scorer {
    @Override
    public String term() {
        return "headroom";
    }

    @Override
    public double weight() {
        return 1;
    }

    @Override
    public double value(Candidate candidate, Field field) {
        if (field.largestFreeMib() <= 0) {
            return 0;
        }
        long ownMib = candidate.capacity().committed().free();
        long othersMib = ownMib == field.largestFreeMib() ? field.secondFreeMib() : field.largestFreeMib();
        long leftMib = Math.max(othersMib, ownMib - candidate.demand().spec().committedMib());
        return Math.clamp((double) leftMib / field.largestFreeMib(), 0, 1);
    }
}
