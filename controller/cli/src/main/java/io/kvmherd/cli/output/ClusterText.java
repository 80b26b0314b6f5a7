package io.kvmherd.cli.output;

import io.kvmherd.common.api.AlarmResource;
import io.kvmherd.common.api.ClusterResource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The cluster at one glance. */
public final class ClusterText {
    private ClusterText() {}

    public static List<String> status(ClusterResource cluster) {
        List<String> lines = new ArrayList<>(new Details()
                .with(
                        "controller",
                        "version " + cluster.version() + ", "
                                + (cluster.leading() ? "leads, term " + cluster.epoch() : "does not lead"))
                .with("hosts", counts(cluster.hostsByReachability()) + " (" + counts(cluster.hostsByDuty()) + ")")
                .with("guests", counts(cluster.guestsByState()))
                .with("operations", cluster.operationsOpen() + " open")
                .with(
                        "memory",
                        Units.mibOf(cluster.committedMib(), cluster.committedLimitMib()) + " promised, "
                                + Units.mibOf(cluster.guaranteedMib(), cluster.usableMib()) + " guaranteed")
                .with("vcpus", cluster.vcpus() + " of " + cluster.vcpusLimit())
                .with(
                        "alarms",
                        cluster.alarms().isEmpty()
                                ? "none"
                                : String.valueOf(cluster.alarms().size()))
                .lines());
        cluster.alarms().forEach(alarm -> lines.addAll(alarm(alarm)));
        return lines;
    }

    static List<String> alarm(AlarmResource alarm) {
        String where = alarm.host().map(host -> " on " + host).orElse("");
        List<String> lines = new ArrayList<>(Paragraph.lines(
                "  ", alarm.code() + where + ": " + alarm.message().what()));
        if (!alarm.message().next().isEmpty()) {
            lines.addAll(Paragraph.lines("  -> ", alarm.message().next()));
        }
        return lines;
    }

    private static String counts(SortedMap<? extends Enum<?>, Integer> counts) {
        return counts.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        counts.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + Units.word(entry.getKey()))
                                .toList());
    }
}
