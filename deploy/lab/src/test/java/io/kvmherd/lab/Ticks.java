package io.kvmherd.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the tick logs of one guest say. A guest prints one numbered tick a second; a boot stands for one life of it.
 *
 * @param ticks different ticks seen
 * @param boots lives
 * @param missing numbers never seen: lines that were torn when the guest moved
 * @param duplicates the same tick of the same life on two hosts
 * @param overlaps two lives on different hosts at the same time
 * @param hosts where it ran, in order: "h1>h2"; lives are separated by " | "
 */
record Ticks(long ticks, long boots, long missing, long duplicates, long overlaps, String hosts) {
    private static final Pattern FINDINGS = Pattern.compile("ticks=(\\d+) boots=(\\d+) missing=(\\d+) repeats=\\d+ "
            + "duplicates=(\\d+) overlaps=(\\d+) hosts=(.*) (?:ok|RAN TWICE)");

    static Ticks parse(String line) {
        Matcher found = FINDINGS.matcher(line);
        if (!found.find()) {
            throw new AssertionError("not a line of findings: " + line);
        }
        return new Ticks(
                number(found, 1),
                number(found, 2),
                number(found, 3),
                number(found, 4),
                number(found, 5),
                found.group(6));
    }

    private static long number(Matcher found, int group) {
        return Long.parseLong(found.group(group));
    }
}
