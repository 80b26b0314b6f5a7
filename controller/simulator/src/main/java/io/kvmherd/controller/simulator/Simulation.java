package io.kvmherd.controller.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Runs a cluster for a time, with faults, lets it come to rest, and says whether anything was that must never be. Blocks as
 * long as that takes; about a second of real time per simulated hour of a small cluster.
 */
public final class Simulation {
    /** How long everything may take to end when nothing is wrong any more. */
    private static final long REST_MS = 30L * 60 * 1_000;

    /** After that, what is left is for a person. */
    private static final long BY_THEMSELVES_MS = 15L * 60 * 1_000;

    private static final int HEALINGS = 10;
    private static final long HEALING_MS = 60_000;

    /**
     * The faults after which a cluster comes to rest by itself. {@code DATABASE_OLD} is not among them: where the copy has changed
     * a host, that host waits for a person to say which database is right, and so does what the right one had begun there.
     */
    public static final List<FaultKind> FAULTS = Stream.of(FaultKind.values())
            .filter(kind -> kind != FaultKind.DATABASE_OLD)
            .toList();

    private final SimulationPlan plan;
    private final Strands strands;
    private final Tampering tampering;

    /** @param strands on which work goes on that waits */
    public Simulation(SimulationPlan plan, Strands strands) {
        this(plan, strands, Tampering.NONE);
    }

    Simulation(SimulationPlan plan, Strands strands, Tampering tampering) {
        this.plan = plan;
        this.strands = strands;
        this.tampering = tampering;
    }

    /** With faults of these kinds at moments that the seed draws, one in about that many ms. */
    public Outcome run(List<FaultKind> kinds, long meanPauseMs) {
        return run(Fault.drawn(plan, kinds, meanPauseMs));
    }

    /** With just these faults. */
    public Outcome run(List<Fault> faults) {
        EventQueue time = new EventQueue();
        Trace trace = new Trace(time);
        Oracle oracle = new Oracle();
        Labour labour = new Labour(time, strands);
        Surroundings world = new Surroundings(time, trace, oracle, labour, new Random(plan.seed()), tampering);
        World cluster = new World(plan, world);
        Course course = new Course(world, cluster);
        Optional<Outcome.Broken> broken = course.run(faults);
        Outcome outcome = new Outcome(
                broken,
                faults,
                trace.hash(),
                time.happened(),
                oracle.commands(),
                oracle.migrations(),
                oracle.operations(),
                course.coverage,
                trace.newest());
        labour.close();
        return outcome;
    }

    /**
     * A part of these faults that still breaks what they broke, as small as halving and leaving out can make it within so many
     * runs. Without faults that break anything, the same faults.
     */
    public List<Fault> shrunk(List<Fault> faults, int runsMax) {
        Optional<Outcome.Broken> broken = run(faults).broken();
        if (broken.isEmpty()) {
            return faults;
        }
        List<Fault> smallest = new ArrayList<>(faults);
        int runs = 0;
        for (int part = Math.max(1, smallest.size() / 2); part >= 1; part /= 2) {
            for (int from = 0; from < smallest.size() && runs < runsMax; runs++) {
                List<Fault> less = new ArrayList<>(smallest);
                less.subList(from, Math.min(from + part, less.size())).clear();
                boolean stillBreaks = run(less)
                        .broken()
                        .filter(other -> other.invariant().equals(broken.get().invariant()))
                        .isPresent();
                if (stillBreaks) {
                    smallest = less;
                } else {
                    from += part;
                }
            }
        }
        return List.copyOf(smallest);
    }

    /** One run. */
    private final class Course {
        private final Surroundings world;
        private final World cluster;
        private final Injection injection;
        private Coverage coverage = Coverage.none();

        Course(Surroundings world, World cluster) {
            this.world = world;
            this.cluster = cluster;
            this.injection = new Injection(cluster, world, cluster.wire());
        }

        Optional<Outcome.Broken> run(List<Fault> faults) {
            faults.forEach(fault -> world.time().after(fault.atMs(), () -> {
                coverage = coverage.met(fault.kind(), cluster.leader().state());
                injection.happens(fault);
            }));
            try {
                until(plan.durationMs());
                cluster.quiet();
                cluster.useRightDatabase();
                injection.healForGood(HEALINGS, HEALING_MS);
                until(plan.durationMs() + BY_THEMSELVES_MS);
                injection.decideByHand();
                until(plan.durationMs() + REST_MS);
                world.oracle().atRest(cluster.leader().state(), cluster.database());
                return Optional.empty();
            } catch (Violation violation) {
                return broken(violation.invariant(), String.valueOf(violation.getMessage()));
            } catch (RuntimeException | StackOverflowError | AssertionError mistake) {
                // A mistake in the program is found here like any other, and told with its story.
                return broken("PROGRAM", mistake.toString());
            }
        }

        private Optional<Outcome.Broken> broken(String invariant, String what) {
            world.trace().tell("BROKEN " + invariant + ": " + what);
            return Optional.of(new Outcome.Broken(invariant, what, world.time().nowMs()));
        }

        private void until(long endMs) {
            while (world.time().next(endMs)) {
                world.oracle().look();
            }
        }
    }
}
