package io.kvmherd.controller.engine.host;

import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.Reachability;

/** A host's two tables as text. */
public final class HostTables {
    private HostTables() {}

    public static String duty() {
        StringBuilder text = new StringBuilder("| duty |");
        for (DutyEvent event : DutyEvent.values()) {
            text.append(' ').append(event).append(" |");
        }
        text.append("\n| --- |")
                .append(" --- |".repeat(DutyEvent.values().length))
                .append('\n');
        for (HostDuty duty : HostDuty.values()) {
            text.append("| ").append(duty).append(" |");
            for (DutyEvent event : DutyEvent.values()) {
                String next = DutyMachine.next(duty, event).map(HostDuty::name).orElse("refused");
                text.append(' ').append(next).append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    public static String reachability() {
        StringBuilder text = new StringBuilder("| reachability |");
        for (Sighting sighting : Sighting.values()) {
            text.append(' ').append(sighting).append(" |");
        }
        text.append("\n| --- |")
                .append(" --- |".repeat(Sighting.values().length))
                .append('\n');
        for (Reachability before : Reachability.values()) {
            text.append("| ").append(before).append(" |");
            for (Sighting sighting : Sighting.values()) {
                text.append(' ')
                        .append(ReachabilityMachine.next(before, sighting))
                        .append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }
}
