package io.kvmherd.cli.output;

import io.kvmherd.cli.listing.Table;
import io.kvmherd.common.api.ExplanationResource;
import io.kvmherd.common.api.HostExplanationResource;
import io.kvmherd.common.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Why here, why not there. */
public final class ExplanationText {
    private ExplanationText() {}

    public static List<String> ofGuest(ExplanationResource explanation) {
        String where = explanation.host().map(host -> " is on " + host + ".").orElse(" has no host yet.");
        String can = switch (explanation.question()) {
            case MOVE -> " It could move live to ";
            case PLACE -> " It could be started on ";
        };
        List<String> lines = new ArrayList<>();
        lines.add("Guest " + explanation.guestName() + where + can + explanation.possible() + " of "
                + Units.count(explanation.hosts().size(), "host") + ".");
        lines.add("");
        lines.addAll(VerdictLines.of(explanation.hosts(), ""));
        return lines;
    }

    public static List<String> ofHost(HostExplanationResource explanation) {
        List<String> lines = new ArrayList<>();
        String answer = switch (explanation.verdict()) {
            case YES -> " takes guests.";
            case WAIT -> " takes no guests at the moment:";
            case NO -> " takes no guests:";
        };
        lines.add("Host " + explanation.host() + answer);
        if (explanation.verdict() != Verdict.YES) {
            explanation.reasons().forEach(reason -> lines.addAll(ReasonLines.of("  ", reason)));
        }
        if (!explanation.guests().isEmpty()) {
            lines.add("");
            Table table = new Table("GUEST", ">CAN MOVE TO", "WHAT STOPS IT ELSEWHERE");
            explanation
                    .guests()
                    .forEach(guest ->
                            table.row(guest.guestName(), Units.count(guest.possible(), "host"), obstacles(guest)));
            lines.addAll(table.lines());
        }
        return lines;
    }

    /** What a host's CPU means for others, and which of its guests no other could take: for a page that says more. */
    public static List<String> reach(HostExplanationResource explanation) {
        List<String> stuck = explanation.guests().stream()
                .filter(guest -> guest.possible() == 0)
                .map(guest -> guest.guestName() + (guest.obstacles().isEmpty() ? "" : " - " + obstacles(guest)))
                .toList();
        return new Details()
                .with("cpu reach", reach(explanation.cpuReach()))
                .with("cannot leave", stuck.isEmpty() ? "" : String.join("; ", stuck))
                .lines();
    }

    private static String reach(HostExplanationResource.CpuReach reach) {
        List<String> said = new ArrayList<>();
        if (reach.guests() > 0) {
            said.add(reach.fit() + " of " + Units.count(reach.guests(), "guest") + " on other hosts of this maker"
                    + " could move here for their CPU");
        }
        if (!reach.unfit().isEmpty()) {
            said.add("not " + String.join(", ", reach.unfit())
                    + (reach.missing().isEmpty()
                            ? ""
                            : ", for features that it lacks: " + String.join(", ", reach.missing())));
        }
        if (reach.ofOtherMakers() > 0) {
            said.add(Units.count(reach.ofOtherMakers(), "guest") + " on hosts of other makers, never live");
        }
        return String.join("; ", said);
    }

    private static String obstacles(HostExplanationResource.Mobility guest) {
        return String.join(
                ", ",
                guest.obstacles().stream()
                        .map(obstacle -> Units.word(obstacle.code()) + " (" + obstacle.hosts() + ")")
                        .toList());
    }
}
