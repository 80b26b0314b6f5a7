package io.kvmherd.common.model;

import java.util.List;

/**
 * Something in a guest's own definition that is in the way of its live migrations, wherever it would go.
 *
 * @param reason what it is, with names and numbers
 * @param effect how much it is in the way
 */
public record Hindrance(Reason reason, Effect effect) {
    private static final List<ReasonCode> ONLY_WHILE_IT_RUNS =
            List.of(ReasonCode.CPU_FROM_HOST, ReasonCode.CACHE_MODE, ReasonCode.QEMU_CANNOT_SEND);

    /** How much a hindrance is in the way. */
    public enum Effect {
        /** No live migration is possible as long as it is there. */
        BLOCKS,
        /** The destination must have something that kvmherd does not see; a migration may fail, and the guest stays. */
        NARROWS
    }

    public static Hindrance blocking(Reason reason) {
        return new Hindrance(reason, Effect.BLOCKS);
    }

    public static Hindrance narrowing(Reason reason) {
        return new Hindrance(reason, Effect.NARROWS);
    }

    public boolean blocks() {
        return effect == Effect.BLOCKS;
    }

    /** Whether not even the definition of a guest that is off can go: it has neither a CPU nor memory nor anything in a cache. */
    public boolean blocksWhenOff() {
        return blocks() && !ONLY_WHILE_IT_RUNS.contains(reason.code());
    }
}
