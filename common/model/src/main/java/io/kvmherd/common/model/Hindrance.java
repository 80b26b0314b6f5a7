package io.kvmherd.common.model;

/**
 * Something in a guest's own definition that is in the way of its live migrations, wherever it would go.
 *
 * @param reason what it is, with names and numbers
 * @param effect how much it is in the way
 */
public record Hindrance(Reason reason, Effect effect) {
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
}
