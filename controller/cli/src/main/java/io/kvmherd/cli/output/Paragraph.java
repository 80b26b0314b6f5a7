package io.kvmherd.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Breaks sentences into lines of at most 100 columns, under a lead that stands before the first. */
final class Paragraph {
    private static final int COLUMNS = 100;

    private Paragraph() {}

    /**
     * @param lead what stands before the first line; the others are indented by its length
     * @param text words with single spaces
     */
    static List<String> lines(String lead, String text) {
        String indent = " ".repeat(lead.length());
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(lead);
        for (String word : text.split(" ", -1)) {
            boolean first = line.length() == lead.length();
            if (!first && line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
