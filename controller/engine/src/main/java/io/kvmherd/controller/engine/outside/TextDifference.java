package io.kvmherd.controller.engine.outside;

import io.kvmherd.common.model.Limits;
import java.util.ArrayList;
import java.util.List;

/**
 * Two texts compared line by line, as unified differences are written: a space, a minus or a plus before each line, three
 * lines around a change, and a head before each part.
 *
 * <p>What is equal at both ends is left out first. Of what is left, the longest common sequence is found in a table of both
 * lengths; where that would be too large, everything in between counts as replaced, which is true if not short.
 */
public final class TextDifference {
    private static final int CONTEXT = 3;
    private static final int TABLE_MAX = 4_000_000;

    private TextDifference() {}

    /** At most {@code Limits.DIFFERENCE_LINES}; empty for equal texts. */
    public static List<String> between(String before, String after) {
        List<Line> lines = aligned(before.lines().toList(), after.lines().toList());
        List<String> shown = new ArrayList<>();
        int next = 0;
        while (next < lines.size() && shown.size() < Limits.DIFFERENCE_LINES) {
            int first = firstChange(lines, next);
            if (first == lines.size()) {
                break;
            }
            int from = Math.max(next, first - CONTEXT);
            int to = endOfPart(lines, first);
            shown.add(head(lines, from, to));
            lines.subList(from, to).forEach(line -> shown.add(line.sign() + line.text()));
            next = to;
        }
        return shown.stream().limit(Limits.DIFFERENCE_LINES).toList();
    }

    private static int firstChange(List<Line> lines, int from) {
        int at = from;
        while (at < lines.size() && lines.get(at).sign().equals(" ")) {
            at++;
        }
        return at;
    }

    /** Behind the lines that follow the last change of the part; changes that are close belong to one part. */
    private static int endOfPart(List<Line> lines, int first) {
        int end = first;
        int next = first;
        while (next < lines.size() && next - end <= 2 * CONTEXT) {
            end = next + 1;
            next = firstChange(lines, end);
        }
        return Math.min(lines.size(), end + CONTEXT);
    }

    private static String head(List<Line> lines, int from, int to) {
        return "@@ -" + range(lines, from, to, "+") + " +" + range(lines, from, to, "-") + " @@";
    }

    /** Where the part lies in one of the texts: the one that lines with the given sign are not in. */
    private static String range(List<Line> lines, int from, int to, String absent) {
        long start = lines.subList(0, from).stream()
                .filter(line -> !line.sign().equals(absent))
                .count();
        long length = lines.subList(from, to).stream()
                .filter(line -> !line.sign().equals(absent))
                .count();
        return (length == 0 ? start : start + 1) + "," + length;
    }

    private static List<Line> aligned(List<String> before, List<String> after) {
        int head = 0;
        while (head < Math.min(before.size(), after.size()) && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(before.size(), after.size()) - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<Line> lines = new ArrayList<>();
        before.subList(0, head).forEach(text -> lines.add(new Line(" ", text)));
        lines.addAll(middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail)));
        before.subList(before.size() - tail, before.size()).forEach(text -> lines.add(new Line(" ", text)));
        return lines;
    }

    private static List<Line> middle(List<String> before, List<String> after) {
        List<Line> lines = new ArrayList<>();
        if ((long) (before.size() + 1) * (after.size() + 1) > TABLE_MAX) {
            before.forEach(text -> lines.add(new Line("-", text)));
            after.forEach(text -> lines.add(new Line("+", text)));
            return lines;
        }
        int[][] common = common(before, after);
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add(new Line(" ", before.get(i)));
                i++;
                j++;
            } else if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add(new Line("-", before.get(i)));
                i++;
            } else {
                lines.add(new Line("+", after.get(j)));
                j++;
            }
        }
        return lines;
    }

    /** Length of the longest common sequence of what begins at i and at j. */
    private static int[][] common(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private record Line(String sign, String text) {}
}
