package io.kvmherd.cli.output;

import io.kvmherd.common.api.AdoptionList;
import io.kvmherd.common.api.AdoptionResource;
import io.kvmherd.common.api.HindranceResource;
import io.kvmherd.common.api.ReasonResource;
import io.kvmherd.common.api.VerdictResource;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What became of adoptions: for each guest whether it can move, and what is in the way. */
public final class AdoptionText {
    private static final String INDENT = "  ";

    private AdoptionText() {}

    public static List<String> lines(AdoptionList adoptions, boolean dryRun) {
        List<String> lines = new ArrayList<>();
        for (AdoptionResource item : adoptions.items()) {
            lines.add(headline(item, dryRun));
            item.refusals().forEach(reason -> lines.addAll(ReasonLines.of(INDENT, reason)));
            if (item.refusals().isEmpty()) {
                item.hindrances().stream()
                        .sorted((one, other) -> Boolean.compare(other.blocks(), one.blocks()))
                        .map(HindranceResource::reason)
                        .forEach(reason -> lines.addAll(ReasonLines.of(INDENT, reason)));
                lines.addAll(destinations(item));
            }
        }
        adoptions
                .silent()
                .forEach(silent -> lines.add("Host " + silent.host() + " was not asked: " + silent.why() + "."));
        return lines;
    }

    /** One line about all of them. */
    public static String summary(AdoptionList adoptions, int failed, boolean dryRun) {
        long refused = adoptions.items().stream()
                .filter(item -> !item.refusals().isEmpty())
                .count();
        long done = adoptions.items().size() - refused - failed;
        long movable = adoptions.items().stream()
                .filter(item -> item.refusals().isEmpty() && item.canMoveTo() > 0)
                .count();
        String left = adoptions.left() == 0
                ? ""
                : " " + Units.count(adoptions.left(), "guest") + " more are left; run the command again for them.";
        return Units.count(done, "guest") + (dryRun ? " can be adopted, " : " adopted, ") + movable
                + " of them can move live, " + (refused + failed) + " not adopted." + left;
    }

    private static String headline(AdoptionResource item, boolean dryRun) {
        String where = item.name() + " on " + item.host() + " (" + Units.word(item.state()) + "): ";
        if (!item.refusals().isEmpty()) {
            return where + "cannot be adopted.";
        }
        String what = item.managed() ? "is managed already" : dryRun ? "can be adopted" : "is adopted";
        String moves =
                item.canMoveTo() > 0 ? "can move live to " + Units.count(item.canMoveTo(), "host") : "cannot move live";
        return where + what + ", " + moves + starts(item.startsWithHost()) + ".";
    }

    private static String starts(StartsWithHost starts) {
        return switch (starts) {
            case NO -> "";
            case ALONE -> ", starts with its host";
            case ASKED -> ", starts with its host when the controller says so";
        };
    }

    /** What other hosts say against it, each reason once. */
    private static List<String> destinations(AdoptionResource item) {
        Set<String> said = new LinkedHashSet<>();
        List<String> lines = new ArrayList<>();
        for (VerdictResource host : item.destinations()) {
            for (ReasonResource reason : host.verdict() == Verdict.YES ? List.<ReasonResource>of() : host.reasons()) {
                if (said.add(reason.text())) {
                    lines.add(INDENT + "To " + host.host() + ":");
                    lines.addAll(ReasonLines.of(INDENT + INDENT, reason));
                }
            }
        }
        return lines;
    }
}
