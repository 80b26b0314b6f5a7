package io.kvmherd.cli.command;

import io.kvmherd.cli.client.Complaint;
import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.cli.output.SimulationText;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.runtime.strand.PieceOfWork;
import io.kvmherd.controller.simulator.Fault;
import io.kvmherd.controller.simulator.FaultKind;
import io.kvmherd.controller.simulator.Outcome;
import io.kvmherd.controller.simulator.Simulation;
import io.kvmherd.controller.simulator.SimulationPlan;
import io.kvmherd.controller.simulator.Strands;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Simulates clusters in this process; asks no controller. */
@Command(
        name = "simulate",
        header = "Let a whole cluster live in this process, break it, and see whether it stays whole.",
        description = {
            "Controller and agents are the real ones, hosts and network are simulated, and time is virtual: an hour takes"
                    + " about a second. Nothing outside this process is touched. The same seed is the same story."
        },
        footer = {
            "",
            "Example:",
            "  kvmherd simulate --hosts 20 --guests 200 --days 7 --faults default --seed 1",
            "  kvmherd simulate --runs 200 --seed 1",
            "  kvmherd simulate --faults agent-killed,power-cut --pause 5 --hours 3"
        })
final class Simulate implements Callable<Integer> {
    private static final long HOUR_MS = 3_600_000;
    private static final int RUNS_MAX = 100_000;
    private static final int PAUSE_MAX_S = 86_400;
    private static final int SHRINKING_RUNS = 60;

    private final Session session;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            description = "2 to 100; every fourth has another CPU (default: ${DEFAULT-VALUE}).")
    private int hosts = 4;

    @Option(
            names = "--guests",
            paramLabel = "N",
            description = "Names that guests have, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int guests = 12;

    @Option(
            names = "--hours",
            paramLabel = "N",
            description = "Hours that it lasts, with those of --days 720 at most (default: 1).")
    private int hours;

    @Option(names = "--days", paramLabel = "N", description = "Days that it lasts, 30 at most.")
    private int days;

    @Option(
            names = "--faults",
            paramLabel = "KINDS",
            split = ",",
            description = "default, none, or kinds of faults, such as agent-killed,link-cut (default: default).")
    private List<String> faults = List.of("default");

    @Option(
            names = "--pause",
            paramLabel = "SECONDS",
            description = "About so much time from one fault to the next, 1 to 86400 (default: ${DEFAULT-VALUE}).")
    private int pause = 15;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides everything, 0 to 2147483647 (default: one that is drawn, and shown).")
    private @Nullable Long seed;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "So many simulations one after the other, with the seeds that follow (default: 1).")
    private int runs = 1;

    Simulate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<FaultKind> kinds = kinds();
        between("--runs", runs, 1, RUNS_MAX);
        if (seed != null) {
            between("--seed", seed, 0, Integer.MAX_VALUE);
        }
        between("--pause", pause, 1, PAUSE_MAX_S);
        long first = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
        SimulationText.Summary summary = SimulationText.Summary.from(first);
        for (long number = first; number < first + runs; number++) {
            SimulationPlan plan = plan(number);
            Simulation simulation =
                    new Simulation(plan, new Strands(work -> new PieceOfWork(work)::goOn, PieceOfWork::pause));
            Outcome outcome = simulation.run(kinds, pause * 1_000L);
            if (outcome.broken().isPresent()) {
                return broken(plan, simulation, outcome);
            }
            summary = summary.with(outcome);
            if (session.console().canRedraw()) {
                session.console().redraw("seed " + number + ": held");
            }
        }
        session.console().data(session.lines(summary, SimulationText::lines));
        return ExitCode.DONE.number();
    }

    private int broken(SimulationPlan plan, Simulation simulation, Outcome outcome) {
        session.console().note("Something broke; looking for the faults that it takes.");
        List<Fault> needed = simulation.shrunk(outcome.faults(), SHRINKING_RUNS);
        session.console()
                .data(session.lines(
                        new SimulationText.Story(plan, outcome.broken().orElseThrow(), needed, outcome.newest()),
                        SimulationText::story));
        Outcome.Broken broken = outcome.broken().orElseThrow();
        return session.complain(new Complaint(
                ExitCode.FAILED,
                "What must never be was: " + broken.invariant() + ", with seed " + plan.seed() + ".",
                broken.what(),
                "The same command with --seed " + plan.seed()
                        + " --runs 1 tells it again; please report it with that."));
    }

    private SimulationPlan plan(long number) {
        long all = hours == 0 && days == 0 ? 1 : hours + 24L * days;
        try {
            return new SimulationPlan(hosts, guests, all * HOUR_MS, number);
        } catch (IllegalArgumentException e) {
            throw new KvmherdException(ErrorCode.INVALID_INPUT, String.valueOf(e.getMessage()));
        }
    }

    private List<FaultKind> kinds() {
        if (faults.equals(List.of("default"))) {
            return Simulation.FAULTS;
        }
        return faults.equals(List.of("none"))
                ? List.of()
                : faults.stream().map(Simulate::kind).toList();
    }

    private static FaultKind kind(String name) {
        return Stream.of(FaultKind.values())
                .filter(kind -> word(kind).equals(name))
                .findFirst()
                .orElseThrow(() -> new KvmherdException(
                        ErrorCode.INVALID_INPUT,
                        "there is no kind of fault " + name + "; there are default, none, "
                                + Stream.of(FaultKind.values())
                                        .map(Simulate::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static String word(FaultKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void between(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT, what + " is " + value + " and must be from " + min + " to " + max);
        }
    }
}
