package io.kvmherd.common.runtime.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Suggests what a mistyped key was meant to be. */
final class NearestKey {
    private NearestKey() {}

    static String unknown(String key, List<String> known) {
        return nearest(key, known)
                .map(near -> "is not known; did you mean \"" + near + "\"?")
                .orElse("is not known; known here are " + String.join(", ", known));
    }

    private static Optional<String> nearest(String key, List<String> known) {
        int best = Integer.MAX_VALUE;
        String nearest = "";
        for (String candidate : known) {
            int distance = distance(key.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return best <= Math.max(2, key.length() / 3) ? Optional.of(nearest) : Optional.empty();
    }

    /** How many letters must be put in, taken out, replaced or swapped with their neighbour to make one the other. */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[from.length()][to.length()];
    }
}
