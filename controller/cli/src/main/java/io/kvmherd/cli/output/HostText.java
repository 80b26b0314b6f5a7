package io.kvmherd.cli.output;

import io.kvmherd.common.api.HostMembership;
import io.kvmherd.common.api.HostResource;
import io.kvmherd.common.api.HostResource.HostMigrations;
import io.kvmherd.common.api.HostSettingsRequest;
import io.kvmherd.common.api.PoolResource;
import io.kvmherd.common.model.ManagementMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Hosts as text. */
public final class HostText {
    private HostText() {}

    public static List<String> details(HostResource host) {
        Details details = new Details()
                .with("host", host.name().value())
                .with("duty", Units.word(host.duty()))
                .with("mode", mode(host))
                .with("seen", Units.word(host.reachability()) + (host.inventoried() ? "" : ", inventory not told yet"))
                .with("report", age(host) + " old")
                .with(
                        "cpu",
                        host.vendor() + " " + host.cpuModel() + ", " + host.cores() + " cores, " + host.threads()
                                + " threads" + (host.virtualises() ? "" : ", emulated guests only"))
                .with("cpu used", String.format(Locale.ROOT, "%.1f threads", host.cpuUsedMilli() / 1_000.0))
                .with("vcpus", host.vcpus() + " of " + host.vcpusLimit() + " (ratio " + host.cpuPercent() + " %)")
                .with("memory", Units.mib(host.memoryMib()) + ", for guests " + Units.mib(host.usableMib()))
                .with(
                        "promised",
                        Units.mibOf(host.committedMib(), host.committedLimitMib()) + " (ratio " + host.memoryPercent()
                                + " %)")
                .with("guaranteed", Units.mibOf(host.guaranteedMib(), host.usableMib()))
                .with("available", Units.mib(host.memoryAvailableMib()))
                .with("pressure", pressure(host))
                .with("guests", host.guests() + " managed, " + host.unmanaged() + " not managed")
                .with("labels", String.join(", ", host.labels()))
                .with("networks", String.join(", ", host.networks()))
                .with("links", host.links().isEmpty() ? "not told" : String.join(", ", host.links()))
                .with("qemu", host.versions().qemu())
                .with("libvirt", host.versions().libvirt())
                .with("migration at", host.migrationAddress())
                .with("migrations", migrations(host.migrations()))
                .with("migration tls", host.tls().map(Units::word).orElse("not told"));
        List<String> lines = new ArrayList<>(details.lines());
        host.pools()
                .forEach(pool -> lines.addAll(new Details()
                        .with("pool " + pool.name(), poolText(pool))
                        .lines()));
        return lines;
    }

    /** After cordon and uncordon. */
    public static List<String> duty(HostResource host) {
        return List.of("Host " + host.name() + " is " + Units.word(host.duty()) + " and has "
                + Units.count(host.guests(), "guest") + ".");
    }

    /** After it was removed, or added again. */
    public static List<String> membership(HostMembership host) {
        return host.admitted()
                ? List.of("Host " + host.name() + " may belong to the cluster: its agent is heard.")
                : List.of(
                        "Host " + host.name() + " was removed; nothing on it was touched.",
                        "Its agent is turned away until: kvmherd host add " + host.name());
    }

    /** After what the request names was set. */
    public static List<String> settings(HostResource host, HostSettingsRequest asked) {
        List<String> lines = new ArrayList<>();
        asked.mode().ifPresent(mode -> lines.addAll(mode(host, mode)));
        if (asked.migrationsOut().isPresent() || asked.migrationsIn().isPresent()) {
            lines.add("Host " + host.name() + ": " + migrations(host.migrations()) + " live migrations at a time.");
        }
        return lines;
    }

    private static String migrations(HostMigrations limits) {
        return "at most " + limits.outMax() + " out" + whose(limits.outOwn()) + ", " + limits.inMax() + " in"
                + whose(limits.inOwn());
    }

    private static String whose(boolean own) {
        return own ? " (its own)" : " (the cluster's)";
    }

    private static List<String> mode(HostResource host, ManagementMode asked) {
        List<String> lines = new ArrayList<>(List.of("Host " + host.name() + " is " + mode(host) + "."));
        if (asked == ManagementMode.OBSERVE) {
            lines.add("What has begun there goes on to its end; nothing new begins.");
        } else if (host.mode() == ManagementMode.OBSERVE) {
            lines.add("It stays observed as long as one of them says so.");
        }
        return lines;
    }

    static String dutyAndMode(HostResource host) {
        return Units.word(host.duty()) + (host.mode() == ManagementMode.OBSERVE ? ", observed" : "");
    }

    private static String mode(HostResource host) {
        return host.mode() == ManagementMode.MANAGE
                ? "managed"
                : "only observed (says: "
                        + String.join(
                                ", ",
                                host.observedBy().stream().map(Units::word).toList()) + ")";
    }

    /** Who made its CPU, as people call them. */
    static String maker(HostResource host) {
        return switch (host.vendor()) {
            case "AuthenticAMD" -> "AMD";
            case "GenuineIntel" -> "Intel";
            case "HygonGenuine" -> "Hygon";
            case "" -> "unknown";
            default -> host.vendor();
        };
    }

    static String age(HostResource host) {
        return host.reportAgeMs().isPresent() ? Units.age(host.reportAgeMs().getAsLong()) : "never";
    }

    private static String pressure(HostResource host) {
        return host.pressure().known()
                ? String.format(
                        Locale.ROOT,
                        "cpu %.1f %%, memory %.1f %%, io %.1f %%",
                        host.pressure().cpuSomePercent(),
                        host.pressure().memorySomePercent(),
                        host.pressure().ioSomePercent())
                : "not told by this kernel";
    }

    private static String poolText(PoolResource pool) {
        String shared = !pool.declaredShared()
                ? "local"
                : pool.provedWith().isEmpty()
                        ? "declared shared, not proved yet"
                        : "shared with "
                                + String.join(
                                        ", ",
                                        pool.provedWith().stream()
                                                .map(Object::toString)
                                                .toList());
        return pool.type() + ", " + Units.mib(pool.availableMib()) + " free of " + Units.mib(pool.capacityMib()) + ", "
                + shared;
    }
}
