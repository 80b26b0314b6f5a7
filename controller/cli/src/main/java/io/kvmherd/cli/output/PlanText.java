package io.kvmherd.cli.output;

import io.kvmherd.cli.listing.Table;
import io.kvmherd.common.api.PlanResource;
import io.kvmherd.common.model.HostId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A plan, step by step. */
public final class PlanText {
    private static final String NONE = "-";

    private PlanText() {}

    public static List<String> lines(PlanResource plan) {
        List<String> lines = new ArrayList<>();
        lines.add(title(plan));
        if (!plan.observed().isEmpty()) {
            lines.addAll(Paragraph.lines("  ", "As it would be if all were managed. " + onlyObserved(plan)));
        }
        if (!plan.toUncordon().isEmpty()) {
            lines.addAll(Paragraph.lines("  ", "As it would be if the host took guests. " + toUncordon(plan)));
        }
        if (!plan.steps().isEmpty()) {
            lines.add("");
            lines.addAll(steps(plan));
        }
        if (plan.steps().stream().anyMatch(step -> !step.copies().isEmpty())) {
            lines.add("");
            lines.addAll(copies(plan));
        }
        if (!plan.headroom().isEmpty()) {
            lines.add("");
            lines.addAll(headroom(plan));
        }
        fates(plan, lines);
        return lines;
    }

    /** What becomes of those that are not moved. */
    private static void fates(PlanResource plan, List<String> lines) {
        for (PlanResource.Blocked blocked : plan.blocked()) {
            lines.add("");
            lines.add("Guest " + blocked.guestName() + " cannot move and stays:");
            lines.addAll(VerdictLines.of(blocked.hosts(), "  "));
        }
        plan.shutDowns().stream().filter(guest -> !guest.returns()).forEach(shutDown -> {
            lines.add("");
            lines.add("Guest " + shutDown.guestName() + " cannot move and is asked to shut down, as it allows:");
            lines.addAll(VerdictLines.of(shutDown.hosts(), "  "));
        });
        for (PlanResource.ColdMove cold : plan.coldMoves()) {
            lines.add("");
            lines.addAll(Paragraph.lines("", cold(cold)));
            lines.addAll(VerdictLines.of(cold.hosts(), "  "));
        }
        named(
                lines,
                "Asked to shut down, as their evacuation policy says, and started again when their host gets its guests"
                        + " back: ",
                plan.shutDowns().stream().filter(PlanResource.ShutDown::returns).map(PlanResource.ShutDown::guestName));
        named(
                lines,
                plan.purpose() == PlanResource.Purpose.RESTORE
                        ? "Left where they are, because their return would not spread the memory more evenly, or they would"
                                + " have to be stopped for it: "
                        : "Left running, as their evacuation policy says; their host is not called empty: ",
                plan.leftRunning().stream().map(PlanResource.LeftRunning::guestName));
        named(
                lines,
                "Started, because they were shut down for the evacuation: ",
                plan.starts().stream().map(PlanResource.Start::guestName));
        named(
                lines,
                "Off, and staying defined where they are: ",
                plan.staying().stream().map(PlanResource.Staying::guestName));
    }

    private static String cold(PlanResource.ColdMove cold) {
        String guest = "Guest " + cold.guestName();
        if (cold.off()) {
            return guest + " is off, and its definition moves to " + cold.to() + ".";
        }
        return guest + " moves cold, shut down on " + cold.from() + " and started on " + cold.to()
                + (cold.hosts().isEmpty()
                        ? ", as its evacuation policy says."
                        : ", as its evacuation policy allows, because it cannot move live:");
    }

    private static void named(List<String> lines, String what, Stream<String> guests) {
        String names = String.join(", ", guests.toList());
        if (!names.isEmpty()) {
            lines.add("");
            lines.addAll(Paragraph.lines("", what + names));
        }
    }

    /** How to carry it out, or that it can only be looked at. */
    public static String howToApply(PlanResource plan) {
        if (!plan.observed().isEmpty()) {
            return "Nothing was done, and this plan cannot be applied. " + onlyObserved(plan);
        }
        String first = plan.toUncordon().isEmpty() ? "" : toUncordon(plan) + " ";
        return plan.id()
                .map(id -> "Nothing was done. " + first + "To do it, until "
                        + Units.time(plan.validity().expiresAt()) + ": kvmherd plan apply " + id)
                .orElse("Nothing was done. To do it, repeat the command without --dry-run.");
    }

    private static String toUncordon(PlanResource plan) {
        String host = plan.toUncordon().getFirst().value();
        return "Host " + host + " takes no guests yet; let it first: kvmherd host uncordon " + host + ".";
    }

    private static String onlyObserved(PlanResource plan) {
        List<String> names = plan.observed().stream().map(HostId::value).toList();
        return names.size() == 1
                ? "Host " + names.getFirst() + " is only observed."
                : "Hosts " + String.join(", ", names) + " are only observed.";
    }

    private static String title(PlanResource plan) {
        String hosts =
                String.join(", ", plan.hosts().stream().map(HostId::value).toList());
        String what = Units.word(plan.purpose()) + (hosts.isEmpty() ? onlyGuest(plan) : " " + hosts);
        String blocked = plan.blocked().isEmpty()
                ? ""
                : ", " + Units.count(plan.blocked().size(), "guest") + " cannot move";
        boolean live = plan.coldMoves().isEmpty();
        String cold = live ? "" : ", " + Units.count(plan.coldMoves().size(), "cold move");
        String time = plan.seconds() == 0
                ? ""
                : ", about " + Units.seconds(plan.seconds()) + (live ? "" : " for the live moves");
        return "Plan to " + what + ": " + Units.count(plan.steps().size(), "step") + cold + time + blocked + ".";
    }

    private static String onlyGuest(PlanResource plan) {
        return plan.steps().size() == 1 ? " " + plan.steps().getFirst().guestName() : "";
    }

    private static List<String> steps(PlanResource plan) {
        Table table = new Table(">STEP", "ACTION", "GUEST", "FROM", "TO", "AFTER", ">MEMORY", ">TIME", "RATE");
        plan.steps()
                .forEach(step -> table.row(
                        String.valueOf(step.number()),
                        Units.word(step.action()),
                        step.guestName(),
                        step.from().map(HostId::value).orElse(NONE),
                        step.to().map(HostId::value).orElse(NONE),
                        step.after().isEmpty()
                                ? NONE
                                : String.join(
                                        ",",
                                        step.after().stream()
                                                .map(Object::toString)
                                                .toList()),
                        step.memoryMib() == 0 ? NONE : Units.mib(step.memoryMib()),
                        step.seconds() == 0 ? NONE : Units.seconds(step.seconds()),
                        step.seconds() == 0
                                ? NONE
                                : step.measuredOver() == 0
                                        ? "assumed"
                                        : "measured over " + Units.count(step.measuredOver(), "migration")));
        return table.lines();
    }

    /** What is copied, and what its pool has free for it at the destination. */
    private static List<String> copies(PlanResource plan) {
        Table table = new Table("COPIED DISK", "FILE", ">MAY GROW TO", "POOL THERE", ">FREE THERE");
        plan.steps()
                .forEach(step -> step.copies()
                        .forEach(copy -> table.row(
                                step.guestName() + " " + copy.disk(),
                                copy.path(),
                                Units.mib(copy.sizeMib()),
                                step.to()
                                        .map(host -> copy.pool() + " of " + host)
                                        .orElse(copy.pool()),
                                copy.freeMib().isPresent()
                                        ? Units.mib(copy.freeMib().getAsLong())
                                        : NONE)));
        return table.lines();
    }

    private static List<String> headroom(PlanResource plan) {
        Table table = new Table("HOST", ">PROMISED BEFORE", ">AFTER", ">LIMIT", ">LEFT");
        plan.headroom()
                .forEach(host -> table.row(
                        host.host().value(),
                        Units.mib(host.committedBeforeMib()),
                        Units.mib(host.committedAfterMib()),
                        Units.mib(host.limitMib()),
                        Units.mib(Math.max(0, host.limitMib() - host.committedAfterMib()))));
        return table.lines();
    }
}
