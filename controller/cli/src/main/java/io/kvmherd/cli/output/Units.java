package io.kvmherd.cli.output;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Quantities as people write them. Binary units throughout, one decimal from GiB on. */
public final class Units {
    private static final long MIB = 1_024 * 1_024;
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);

    private Units() {}

    public static String mib(long mib) {
        return scaled(mib) + " " + unitOf(mib);
    }

    /** Part of a whole in the whole's unit: "10.2/14.0 GiB". */
    public static String mibOf(long part, long whole) {
        return inUnitOf(part, whole) + "/" + scaled(whole) + " " + unitOf(whole);
    }

    public static String bytes(long bytes) {
        return bytes < MIB ? bytes / 1_024 + " KiB" : mib(bytes / MIB);
    }

    /** "1.2/2.0 GiB". */
    public static String bytesOf(long part, long whole) {
        return mibOf(part / MIB, whole / MIB);
    }

    public static String rate(long bytesPerSecond) {
        return String.format(Locale.ROOT, "%.1f MiB/s", (double) bytesPerSecond / MIB);
    }

    public static String seconds(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min" + rest(seconds % 60, "s");
        }
        return seconds / 3_600 + " h" + rest(seconds % 3_600 / 60, "min");
    }

    public static String age(long ms) {
        return ms < 10_000 ? ms / 1_000 + "." + ms % 1_000 / 100 + " s" : seconds(ms / 1_000);
    }

    public static String time(Instant instant) {
        return FULL.format(instant.atZone(ZoneOffset.UTC));
    }

    /** Without the year, for columns whose heading says UTC. */
    public static String shortTime(Instant instant) {
        return SHORT.format(instant.atZone(ZoneOffset.UTC));
    }

    /** An enum's value as words: SHUT_OFF is "shut off". */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** "1 guest", "2 guests". */
    public static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static String rest(long number, String unit) {
        return number == 0 ? "" : " " + number + " " + unit;
    }

    private static String scaled(long mib) {
        return inUnitOf(mib, mib);
    }

    private static String inUnitOf(long mib, long whole) {
        if (whole < 1_024) {
            return Long.toString(mib);
        }
        double divisor = whole < MIB ? 1_024 : MIB;
        return String.format(Locale.ROOT, "%.1f", mib / divisor);
    }

    private static String unitOf(long mib) {
        if (mib < 1_024) {
            return "MiB";
        }
        return mib < MIB ? "GiB" : "TiB";
    }
}
