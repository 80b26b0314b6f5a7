package io.kvmherd.cli.output;

import java.util.ArrayList;
import java.util.List;

/** A thing's properties, one a line, the values under each other. Empty values are left out. */
final class Details {
    private static final int LABEL_COLUMNS = 14;

    private final List<String> lines = new ArrayList<>();

    Details with(String label, String value) {
        if (!value.isEmpty()) {
            lines.addAll(Paragraph.lines(label + " ".repeat(Math.max(1, LABEL_COLUMNS - label.length())), value));
        }
        return this;
    }

    List<String> lines() {
        return lines;
    }
}
