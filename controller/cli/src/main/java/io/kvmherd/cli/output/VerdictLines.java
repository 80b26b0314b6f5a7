package io.kvmherd.cli.output;

import io.kvmherd.common.api.ReasonResource;
import io.kvmherd.common.api.VerdictResource;
import io.kvmherd.common.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the rules said about each host: its name, the answer, and why. */
final class VerdictLines {
    private static final int ANSWER_COLUMNS = 6;

    private VerdictLines() {}

    static List<String> of(List<VerdictResource> verdicts, String indent) {
        int width = verdicts.stream()
                .mapToInt(verdict -> verdict.host().value().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        for (VerdictResource verdict : verdicts) {
            String host = verdict.host().value();
            String answer = Units.word(verdict.verdict());
            String lead = indent
                    + host
                    + " ".repeat(width + 2 - host.length())
                    + answer
                    + " ".repeat(ANSWER_COLUMNS - answer.length());
            lines.addAll(answer(lead, verdict));
        }
        return lines;
    }

    private static List<String> answer(String lead, VerdictResource verdict) {
        if (verdict.verdict() == Verdict.YES) {
            return Paragraph.lines(lead, score(verdict));
        }
        List<String> lines = new ArrayList<>();
        String next = lead;
        for (ReasonResource reason : verdict.reasons()) {
            lines.addAll(ReasonLines.of(next, reason));
            next = " ".repeat(lead.length());
        }
        return lines.isEmpty() ? List.of(lead.stripTrailing()) : lines;
    }

    private static String score(VerdictResource verdict) {
        if (verdict.scores().isEmpty()) {
            return "";
        }
        double total = verdict.scores().stream()
                .mapToDouble(VerdictResource.Score::weightedValue)
                .sum();
        List<String> terms = verdict.scores().stream()
                .map(score -> score.term() + " " + twoDecimals(score.weightedValue()))
                .toList();
        return "score " + twoDecimals(total) + " (" + String.join(", ", terms) + ")";
    }

    private static String twoDecimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
