package io.kvmherd.controller.engine.decision;

import java.util.List;

/**
 * A decision.
 *
 * @param <T> what is decided on
 */
public sealed interface Decision<T> {
    /** What was said about each host, best candidate first, then the refused in order of name. */
    List<HostVerdict> verdicts();

    record Accepted<T>(T value, List<HostVerdict> verdicts) implements Decision<T> {
        public Accepted {
            verdicts = List.copyOf(verdicts);
        }
    }

    /** Nothing fits now; the verdicts say why and whether waiting may help. */
    record Refused<T>(List<HostVerdict> verdicts) implements Decision<T> {
        public Refused {
            verdicts = List.copyOf(verdicts);
        }
    }
}
