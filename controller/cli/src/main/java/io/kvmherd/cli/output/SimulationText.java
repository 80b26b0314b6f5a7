package io.kvmherd.cli.output;

import io.kvmherd.controller.simulator.Coverage;
import io.kvmherd.controller.simulator.Fault;
import io.kvmherd.controller.simulator.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What came of simulations, for people. */
public final class SimulationText {
    private static final int STORY_LINES = 60;

    private SimulationText() {}

    /**
     * What came of simulations in which all held.
     *
     * @param hash of all of them; the same seeds give the same
     */
    public record Summary(
            long firstSeed,
            int runs,
            long events,
            long faults,
            long commands,
            long migrations,
            long operations,
            long hash,
            Coverage coverage) {
        public static Summary of(long firstSeed, List<Outcome> held) {
            Coverage coverage = Coverage.none();
            long hash = 17;
            for (Outcome outcome : held) {
                coverage = coverage.with(outcome.coverage());
                hash = hash * 31 + outcome.hash();
            }
            return new Summary(
                    firstSeed,
                    held.size(),
                    held.stream().mapToLong(Outcome::events).sum(),
                    held.stream().mapToLong(outcome -> outcome.faults().size()).sum(),
                    held.stream().mapToLong(Outcome::commands).sum(),
                    held.stream().mapToLong(Outcome::migrations).sum(),
                    held.stream().mapToLong(Outcome::operations).sum(),
                    hash,
                    coverage);
        }
    }

    public static List<String> lines(Summary summary) {
        List<String> lines = new ArrayList<>();
        lines.add("Everything held: no guest was lost, none ran twice, every operation ended.");
        lines.add("Simulations: " + summary.runs() + ", from seed " + summary.firstSeed() + "; events: "
                + summary.events() + "; faults: " + summary.faults());
        lines.add("Operations that ended: " + summary.operations() + "; commands carried out: " + summary.commands()
                + "; of these live migrations: " + summary.migrations());
        lines.add("Hash of all of it: " + Long.toHexString(summary.hash()));
        if (summary.faults() > 0) {
            lines.add("");
            lines.add("How often a fault met operations in a phase:");
            lines.addAll(summary.coverage().lines());
        }
        return List.copyOf(lines);
    }

    /** The last lines of what happened before something broke. */
    public static List<String> story(Outcome outcome) {
        List<String> newest = outcome.newest();
        return newest.subList(Math.max(0, newest.size() - STORY_LINES), newest.size());
    }

    public static List<String> faults(List<Fault> faults) {
        List<String> lines = new ArrayList<>();
        lines.add("It takes " + faults.size() + (faults.size() == 1 ? " fault:" : " faults:"));
        faults.forEach(fault -> lines.add("  " + fault.atMs() + " ms: " + fault.kind() + " at h" + (fault.host() + 1)
                + " for " + fault.lengthMs() + " ms"));
        return List.copyOf(lines);
    }
}
