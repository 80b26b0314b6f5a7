package io.kvmherd.cli.output;

import io.kvmherd.common.api.ProgressResource;

/** A migration's progress on one line. */
public final class ProgressText {
    private static final int BAR_COLUMNS = 24;

    private ProgressText() {}

    /** "[######------]  61 %  1.2/2.0 GiB  100.0 MiB/s  8 s left". */
    public static String bar(ProgressResource progress) {
        int percent = progress.percent().orElse(0);
        int full = Math.clamp((long) percent * BAR_COLUMNS / 100, 0, BAR_COLUMNS);
        String bar = "[" + "#".repeat(full) + "-".repeat(BAR_COLUMNS - full) + "]";
        return bar + "  " + numbers(progress, "  ");
    }

    /** "61 %, 1.2/2.0 GiB, 100.0 MiB/s, 8 s left". */
    public static String words(ProgressResource progress) {
        return numbers(progress, ", ");
    }

    private static String numbers(ProgressResource progress, String gap) {
        String percent = progress.percent().isPresent() ? progress.percent().getAsInt() + " %" : "? %";
        long done = Math.max(0, progress.totalBytes() - progress.remainingBytes());
        return percent
                + gap
                + Units.bytesOf(done, progress.totalBytes())
                + gap
                + Units.rate(progress.bytesPerSecond())
                + gap
                + outlook(progress)
                + (progress.diskTotalBytes() == 0
                        ? ""
                        : gap + "disks " + Units.bytesOf(progress.diskSentBytes(), progress.diskTotalBytes()));
    }

    private static String outlook(ProgressResource progress) {
        String slowed = progress.throttlePercent() == 0 ? "" : ", guest slowed by " + progress.throttlePercent() + " %";
        String pace = progress.postCopy() ? "post-copy, " : "";
        if (progress.secondsLeft().isPresent()) {
            return pace + Units.seconds(progress.secondsLeft().getAsLong()) + " left" + slowed;
        }
        return pace
                + "pass " + progress.iteration()
                + (progress.willNotConverge()
                        ? ", will not converge at this rate: the guest dirties "
                                + Units.rate(progress.dirtyBytesPerSecond())
                        : "")
                + slowed;
    }
}
