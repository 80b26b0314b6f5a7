package io.kvmherd.cli.output;

import io.kvmherd.common.api.ReasonResource;
import java.util.ArrayList;
import java.util.List;

/** A reason and its remedy, the second under the first. */
final class ReasonLines {
    private ReasonLines() {}

    static List<String> of(String lead, ReasonResource reason) {
        List<String> lines = new ArrayList<>(Paragraph.lines(lead, reason.text()));
        lines.addAll(Paragraph.lines(" ".repeat(lead.length()) + "-> ", reason.remedy()));
        return lines;
    }
}
