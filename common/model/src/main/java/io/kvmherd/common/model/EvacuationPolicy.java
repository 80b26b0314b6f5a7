package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.Locale;
import java.util.stream.Stream;

/** What an evacuation of its host does with a guest that runs. The cluster says it for guests that say nothing. */
public enum EvacuationPolicy {
    /** It moves live, or stays and blocks the evacuation. The default: nothing is stopped unasked. */
    LIVE,
    /** It moves live where any host takes it so; where all say no to that, it goes as COLD does. */
    LIVE_ELSE_COLD,
    /** It goes cold: it is asked to shut down, its definition moves to where it could be started, and there it is. */
    COLD,
    /** It is asked to shut down, stays defined where it is, and is started there when its host gets its guests back. */
    SHUTDOWN_RETURN,
    /** It is left running; the evacuation is done without it, and its host is not called empty. */
    STAY,
    /** The evacuation does not begin as long as it runs there. */
    BLOCK;

    /** Whether it may be stopped for its move. */
    public boolean allowsCold() {
        return this == LIVE_ELSE_COLD || this == COLD;
    }

    /**
     * The policy of that name, as people write it: {@code shutdown-return}.
     *
     * @throws KvmherdException INVALID_INPUT naming those that there are
     */
    public static EvacuationPolicy of(String word) {
        return Stream.of(values())
                .filter(policy -> policy.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new KvmherdException(
                        ErrorCode.INVALID_INPUT,
                        "evacuation policy \"" + word + "\" is none of "
                                + String.join(
                                        ", ",
                                        Stream.of(values())
                                                .map(EvacuationPolicy::word)
                                                .toList())));
    }

    /** As people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
