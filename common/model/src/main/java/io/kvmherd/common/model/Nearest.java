package io.kvmherd.common.model;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a mistyped word was meant to be. */
public final class Nearest {
    private Nearest() {}

    /** @param words at least one; of several that are as near, the first */
    public static String to(String typed, List<String> words) {
        String small = typed.toLowerCase(Locale.ROOT);
        return words.stream()
                .min(Comparator.comparingInt(word -> distance(small, word)))
                .orElseThrow();
    }

    /** How many letters must be put in, taken out or replaced to make one the other. */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[to.length()];
    }
}
