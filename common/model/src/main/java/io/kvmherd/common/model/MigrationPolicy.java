package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far a live migration may go to get to its end, as an operator says it: {@code gentle}, {@code normal},
 * {@code must-finish}, or values of their own such as {@code downtime=400,auto-converge,stall=20}.
 *
 * <p>Pre-copy ends only when what is left fits into the pause that is allowed. A guest that writes to its memory faster
 * than the link carries it never gets there by itself; then something has to give way. The policies differ in what may:
 * the length of the pause, the guest's speed, or, last, that it can go back.
 *
 * @param value the text, as {@link #of} takes it
 */
public record MigrationPolicy(String value) {
    /** A short pause, and the guest is never slowed down. Gives up rather than disturb it. */
    public static final MigrationPolicy GENTLE = new MigrationPolicy("gentle");

    /** A pause below a second, and QEMU may slow the guest down while it does not converge. */
    public static final MigrationPolicy NORMAL = new MigrationPolicy("normal");

    /** As normal, and then post-copy, from which there is no way back. */
    public static final MigrationPolicy MUST_FINISH = new MigrationPolicy("must-finish");

    private static final long GENTLE_DOWNTIME_MS = 200;
    private static final long DOWNTIME_MS = 800;
    private static final long STALL_SECONDS = 40;
    private static final String AUTO_CONVERGE = "auto-converge";
    private static final String POST_COPY = "post-copy";
    private static final String COMPRESS = "compress";
    private static final List<String> WORDS = List.of(AUTO_CONVERGE, POST_COPY, COMPRESS);

    /** @throws KvmherdException INVALID_INPUT naming the part that cannot be */
    public MigrationPolicy {
        terms(value);
    }

    /** What the policy allows. */
    public Terms terms() {
        return terms(value);
    }

    @Override
    public String toString() {
        return value;
    }

    /**
     * What a policy allows.
     *
     * @param downtimeMaxMs longest pause at the switch-over
     * @param autoConverge whether QEMU may slow the guest down
     * @param postCopy whether the guest may be switched over before its memory has arrived
     * @param stallSeconds how long a migration may get no closer to its end before the next means is taken
     * @param connections over which memory is sent at a time; 1 is libvirt's ordinary way
     * @param compress whether pages that were sent before are sent as their difference
     */
    public record Terms(
            long downtimeMaxMs,
            boolean autoConverge,
            boolean postCopy,
            long stallSeconds,
            int connections,
            boolean compress) {
        /** QEMU before 10.1 loses a guest that is sent over several connections and then switched to post-copy. */
        public Terms {
            requireBetween("downtime", downtimeMaxMs, Limits.MIGRATION_DOWNTIME_MIN_MS, Limits.MIGRATION_DOWNTIME_MS);
            requireBetween("stall", stallSeconds, 1, Limits.MIGRATION_STALL_SECONDS);
            requireBetween("connections", connections, 1, Limits.MIGRATION_CONNECTIONS);
            if (postCopy && connections > 1) {
                throw invalid(
                        "post-copy and connections=" + connections + " exclude each other; leave one of them out");
            }
            if (compress && connections > 1) {
                throw invalid("compress and connections=" + connections + " exclude each other; leave one of them out");
            }
        }
    }

    private static Terms terms(String text) {
        return switch (text) {
            case "gentle" -> new Terms(GENTLE_DOWNTIME_MS, false, false, STALL_SECONDS, 1, false);
            case "normal" -> new Terms(DOWNTIME_MS, true, false, STALL_SECONDS, 1, false);
            case "must-finish" -> new Terms(DOWNTIME_MS, true, true, STALL_SECONDS, 1, false);
            default -> own(text);
        };
    }

    private static Terms own(String text) {
        if (text.length() > Limits.TEXT_LENGTH) {
            throw invalid("it has " + text.length() + " characters; at most " + Limits.TEXT_LENGTH + " are allowed");
        }
        long downtimeMaxMs = DOWNTIME_MS;
        long stallSeconds = STALL_SECONDS;
        int connections = 1;
        Set<String> words = new TreeSet<>();
        for (String part : List.of(text.split(",", -1))) {
            String[] sides = part.split("=", 2);
            switch (sides[0]) {
                case "downtime" -> downtimeMaxMs = number(sides, part);
                case "stall" -> stallSeconds = number(sides, part);
                case "connections" -> connections = (int) number(sides, part);
                default -> words.add(part);
            }
        }
        words.stream().filter(word -> !WORDS.contains(word)).findFirst().ifPresent(word -> {
            throw unknown(word);
        });
        return new Terms(
                downtimeMaxMs,
                words.contains(AUTO_CONVERGE),
                words.contains(POST_COPY),
                stallSeconds,
                connections,
                words.contains(COMPRESS));
    }

    private static long number(String[] sides, String part) {
        if (sides.length != 2 || !sides[1].matches("[0-9]{1,6}")) {
            throw unknown(part);
        }
        return Long.parseLong(sides[1]);
    }

    private static void requireBetween(String what, long value, long low, long high) {
        if (value < low || value > high) {
            throw invalid(what + " is " + value + "; it must be between " + low + " and " + high);
        }
    }

    private static KvmherdException unknown(String part) {
        return invalid("\"" + part + "\" is none of gentle, normal, must-finish, downtime=MS, stall=SECONDS,"
                + " connections=N, auto-converge, post-copy, compress");
    }

    private static KvmherdException invalid(String why) {
        return new KvmherdException(ErrorCode.INVALID_INPUT, "migration policy: " + why);
    }
}
