package io.kvmherd.cli.output;

import io.kvmherd.common.api.AlarmResource;
import io.kvmherd.common.api.ClusterResource;
import io.kvmherd.common.api.ClusterSettingsRequest;
import io.kvmherd.common.api.ClusterSettingsResource;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.PolicySource;
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
                .with("mode", mode(cluster))
                .with("migration", "policy " + cluster.migration() + " (" + whose(cluster.migrationFrom()) + ")")
                .with("hosts", counts(cluster.hostsByReachability()) + " (" + counts(cluster.hostsByDuty()) + ")")
                .with(
                        "removed",
                        cluster.hostsRemoved().isEmpty()
                                ? "none"
                                : String.join(
                                        ", ",
                                        cluster.hostsRemoved().stream()
                                                .map(HostId::value)
                                                .toList()))
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

    /** After what the request names was set. */
    public static List<String> settings(ClusterSettingsResource cluster, ClusterSettingsRequest asked) {
        List<String> lines = new ArrayList<>();
        asked.mode().ifPresent(mode -> lines.addAll(mode(cluster)));
        asked.migration()
                .ifPresent(policy -> lines.add("Guests without a policy of their own migrate by policy "
                        + cluster.migration() + " (" + whose(cluster.migrationFrom()) + ")."));
        return lines;
    }

    /** Whose word a policy is. */
    static String whose(PolicySource from) {
        return switch (from) {
            case GUEST -> "its own";
            case CLUSTER -> "the cluster's";
            case DEFAULT -> "default";
        };
    }

    private static List<String> mode(ClusterSettingsResource cluster) {
        return switch (cluster.mode()) {
            case OBSERVE ->
                List.of(
                        "The cluster is only observed.",
                        "What has begun goes on to its end; nothing new begins on any host.");
            case MANAGE ->
                List.of("The cluster is managed, apart from hosts and agents that say they are only observed.");
        };
    }

    private static String mode(ClusterResource cluster) {
        if (cluster.mode() == ManagementMode.OBSERVE) {
            return "only observed";
        }
        return cluster.hostsObserved() == 0
                ? "managed"
                : "managed, " + Units.count(cluster.hostsObserved(), "host") + " only observed";
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
