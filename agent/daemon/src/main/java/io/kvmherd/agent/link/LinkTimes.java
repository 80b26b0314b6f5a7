package io.kvmherd.agent.link;

/**
 * How fast a dead link is noticed and made again.
 *
 * @param pingMs how often the other side is asked for a sign of life
 * @param silenceMs after how much silence the link is closed, and dialling given up
 * @param firstPauseMs before dialling again for the first time
 * @param longestPauseMs pauses double up to this
 */
public record LinkTimes(long pingMs, long silenceMs, long firstPauseMs, long longestPauseMs) {
    public static final LinkTimes DEFAULT = new LinkTimes(2_000, 10_000, 500, 15_000);
}
