package io.kvmherd.cli.output;

import io.kvmherd.controller.simulator.Coverage;
import io.kvmherd.controller.simulator.Fault;
import io.kvmherd.controller.simulator.Outcome;
import io.kvmherd.controller.simulator.SimulationPlan;
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
        public static Summary from(long firstSeed) {
            return new Summary(firstSeed, 0, 0, 0, 0, 0, 0, 17, Coverage.none());
        }

        public Summary with(Outcome held) {
            return new Summary(
                    firstSeed,
                    runs + 1,
                    events + held.events(),
                    faults + held.faults().size(),
                    commands + held.commands(),
                    migrations + held.migrations(),
                    operations + held.operations(),
                    hash * 31 + held.hash(),
                    coverage.with(held.coverage()));
        }
    }

    /**
     * How something broke.
     *
     * @param needed the faults that it takes
     * @param newest the last lines of what happened, oldest first
     */
    public record Story(SimulationPlan plan, Outcome.Broken broken, List<Fault> needed, List<String> newest) {
        public Story {
            needed = List.copyOf(needed);
            newest = List.copyOf(newest);
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
            lines.add(
                    "How often operations were in a phase when a fault was set up (those of migrations, commits and logs strike at the next one):");
            lines.addAll(summary.coverage().lines());
        }
        return List.copyOf(lines);
    }

    /** The last lines of what happened before something broke, and the faults that it takes. */
    public static List<String> story(Story story) {
        List<String> newest = story.newest();
        List<String> lines = new ArrayList<>(newest.subList(Math.max(0, newest.size() - STORY_LINES), newest.size()));
        lines.add("It takes " + story.needed().size() + (story.needed().size() == 1 ? " fault:" : " faults:"));
        story.needed()
                .forEach(fault -> lines.add("  " + fault.atMs() + " ms: " + fault.kind() + " at h" + (fault.host() + 1)
                        + " for " + fault.lengthMs() + " ms"));
        return List.copyOf(lines);
    }
}
