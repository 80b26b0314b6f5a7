package io.kvmherd.controller.engine.host;

/** What is seen of a host at one moment, on its two channels. */
public enum Sighting {
    /** Inventoried on its command link, and its reports are fresh. */
    LINK_AND_REPORTS,
    LINK_ONLY,
    REPORTS_ONLY,
    /** Neither, but not for long. */
    SILENT,
    /** Neither, for long. */
    LOST;

    /**
     * @param linked whether it is inventoried on an open command link
     * @param reportAgeMs age of its last accepted report
     * @param silentMs for how long nothing was heard of it on either channel
     * @param freshMs up to this age reports count as fresh
     * @param lostMs from this silence on a host counts as lost
     */
    public static Sighting of(boolean linked, long reportAgeMs, long silentMs, long freshMs, long lostMs) {
        boolean fresh = reportAgeMs <= freshMs;
        if (linked) {
            return fresh ? LINK_AND_REPORTS : LINK_ONLY;
        }
        if (fresh) {
            return REPORTS_ONLY;
        }
        return silentMs < lostMs ? SILENT : LOST;
    }
}
