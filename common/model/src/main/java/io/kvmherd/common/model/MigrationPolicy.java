package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private static final List<String> KNOWN = List.of(
            "gentle", "normal", "must-finish", "downtime", "stall", "connections", AUTO_CONVERGE, POST_COPY, COMPRESS);
    private static final List<String> WORDS = List.of(AUTO_CONVERGE, POST_COPY);

    /** @throws KvmherdException INVALID_INPUT naming the part that cannot be */
    public MigrationPolicy {
        terms(value);
    }

    /** What the policy allows. */
    public Terms terms() {
        return terms(value);
    }

    /** The same but for post-copy, which cannot be combined with everything. */
    public MigrationPolicy withoutPostCopy() {
        Terms all = terms();
        return all.postCopy() ? all.with(false, all.compression()).toPolicy() : this;
    }

    /** The same but for compression over several connections, which not every libvirt knows. */
    public MigrationPolicy withoutParallelCompression() {
        Terms all = terms();
        return all.compression().isParallel()
                ? all.with(all.postCopy(), Compression.NONE).toPolicy()
                : this;
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
     * @param compression of what is sent
     */
    public record Terms(
            long downtimeMaxMs,
            boolean autoConverge,
            boolean postCopy,
            long stallSeconds,
            int connections,
            Compression compression) {
        public Terms {
            requireLimits(downtimeMaxMs, connections);
            requireBetween("stall", stallSeconds, 1, Limits.MIGRATION_STALL_SECONDS);
            contradiction(postCopy, connections, compression).ifPresent(why -> {
                throw invalid(why);
            });
        }

        private Terms with(boolean otherPostCopy, Compression otherCompression) {
            return new Terms(downtimeMaxMs, autoConverge, otherPostCopy, stallSeconds, connections, otherCompression);
        }

        /**
         * What cannot be had together; empty when all can. QEMU before 10.1 loses a guest that is sent over several
         * connections and then switched to post-copy.
         */
        static Optional<String> contradiction(boolean postCopy, int connections, Compression compression) {
            String several = "connections=" + connections;
            if (postCopy && connections > 1) {
                return Optional.of("post-copy and " + several + " exclude each other; leave one of them out");
            }
            if (compression == Compression.XBZRLE && connections > 1) {
                return Optional.of("compress=xbzrle and " + several
                        + " exclude each other; leave one of them out, or compress by zlib or zstd");
            }
            if (compression.isParallel() && connections == 1) {
                return Optional.of("compress=" + compression.word()
                        + " needs several connections; add connections=N, or compress by xbzrle");
            }
            return Optional.empty();
        }

        /** A policy that says just this. */
        public MigrationPolicy toPolicy() {
            List<String> parts = new ArrayList<>(List.of("downtime=" + downtimeMaxMs, "stall=" + stallSeconds));
            if (connections > 1) {
                parts.add("connections=" + connections);
            }
            if (autoConverge) {
                parts.add(AUTO_CONVERGE);
            }
            if (postCopy) {
                parts.add(POST_COPY);
            }
            if (compression != Compression.NONE) {
                parts.add(COMPRESS + "=" + compression.word());
            }
            return new MigrationPolicy(String.join(",", parts));
        }
    }

    static void requireLimits(long downtimeMaxMs, int connections) {
        requireBetween("downtime", downtimeMaxMs, Limits.MIGRATION_DOWNTIME_MIN_MS, Limits.MIGRATION_DOWNTIME_MS);
        requireBetween("connections", connections, 1, Limits.MIGRATION_CONNECTIONS);
    }

    private static Terms terms(String text) {
        return switch (text) {
            case "gentle" -> new Terms(GENTLE_DOWNTIME_MS, false, false, STALL_SECONDS, 1, Compression.NONE);
            case "normal" -> new Terms(DOWNTIME_MS, true, false, STALL_SECONDS, 1, Compression.NONE);
            case "must-finish" -> new Terms(DOWNTIME_MS, true, true, STALL_SECONDS, 1, Compression.NONE);
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
        Compression compression = Compression.NONE;
        Set<String> words = new TreeSet<>();
        for (String part : List.of(text.split(",", -1))) {
            String[] sides = part.split("=", 2);
            switch (sides[0]) {
                case "downtime" -> downtimeMaxMs = number(sides, part);
                case "stall" -> stallSeconds = number(sides, part);
                case "connections" -> connections = (int) number(sides, part);
                case COMPRESS -> compression = sides.length == 1 ? Compression.XBZRLE : Compression.of(sides[1]);
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
                compression);
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
                + " connections=N, auto-converge, post-copy, compress=xbzrle|zlib|zstd; the nearest is "
                + Nearest.to(part.split("=", 2)[0], KNOWN));
    }

    private static KvmherdException invalid(String why) {
        return new KvmherdException(ErrorCode.INVALID_INPUT, "migration policy: " + why);
    }
}
