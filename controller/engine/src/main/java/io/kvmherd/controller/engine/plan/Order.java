package io.kvmherd.controller.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which steps of a plan are known to have ended when another begins: those in {@code after}, those in theirs, and so on.
 */
final class Order {
    private final List<BitSet> ancestors = new ArrayList<>();

    private Order() {}

    /** The steps must be numbered from 1 and each wait for smaller numbers only. */
    static Order of(List<Plan.Step> steps) {
        Order order = new Order();
        order.ancestors.add(new BitSet());
        for (Plan.Step step : steps) {
            BitSet before = new BitSet();
            for (int earlier : step.after()) {
                before.set(earlier);
                before.or(order.ancestors.get(earlier));
            }
            order.ancestors.add(before);
        }
        return order;
    }

    boolean hasEndedBefore(int earlier, int step) {
        return ancestors.get(step).get(earlier);
    }

    /**
     * Most of the given steps that can run at the same time, at any pace. That is the size of the largest set in which no
     * step waits for another; by Dilworth's theorem it equals the smallest number of chains that contain all steps, and a
     * largest matching of steps with their successors in a chain gives that number.
     */
    int mostAtOnce(List<Integer> steps) {
        int[] predecessorOf = new int[steps.size()];
        Arrays.fill(predecessorOf, -1);
        int chained = 0;
        for (int step = 0; step < steps.size(); step++) {
            if (findSuccessor(step, steps, predecessorOf, new BitSet())) {
                chained++;
            }
        }
        return steps.size() - chained;
    }

    private boolean findSuccessor(int step, List<Integer> steps, int[] predecessorOf, BitSet tried) {
        for (int next = step + 1; next < steps.size(); next++) {
            if (hasEndedBefore(steps.get(step), steps.get(next)) && !tried.get(next)) {
                tried.set(next);
                if (predecessorOf[next] < 0 || findSuccessor(predecessorOf[next], steps, predecessorOf, tried)) {
                    predecessorOf[next] = step;
                    return true;
                }
            }
        }
        return false;
    }
}
