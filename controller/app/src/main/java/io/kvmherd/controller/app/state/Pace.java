package io.kvmherd.controller.app.state;

/**
 * When an operation does what, on the clock of this process.
 *
 * @param beganMs when this process first saw it; most deadlines count from here, so a restart gives it new time
 * @param phaseSinceMs when it came into its phase; a repeat of the phase does not count
 * @param notBeforeMs when the current phase's command may be sent; of a parent, when it last began or ended something
 * @param repeats how often in a row it has paused to look or to try again
 * @param sent whether the phase's command has left on the link that is open now
 */
public record Pace(long beganMs, long phaseSinceMs, long notBeforeMs, int repeats, boolean sent) {

    static Pace from(long nowMs) {
        return new Pace(nowMs, nowMs, nowMs, 0, false);
    }

    Pace withSent(boolean nowSent) {
        return new Pace(beganMs, phaseSinceMs, notBeforeMs, repeats, nowSent);
    }

    /** The next command leaves then. */
    Pace due(long whenMs) {
        return new Pace(beganMs, phaseSinceMs, whenMs, repeats, false);
    }

    Pace inPhaseSince(long nowMs) {
        return new Pace(beganMs, nowMs, notBeforeMs, repeats, sent);
    }

    Pace withRepeats(int count) {
        return new Pace(beganMs, phaseSinceMs, notBeforeMs, count, sent);
    }
}
