package io.kvmherd.common.model;

/**
 * Which right to run a guest: it grows by one each time the right goes to another host. An agent never runs a
 * generation that it has buried.
 */
public record PlacementGeneration(long value) implements Comparable<PlacementGeneration> {
    public static final PlacementGeneration FIRST = new PlacementGeneration(1);

    public PlacementGeneration next() {
        return new PlacementGeneration(value + 1);
    }

    @Override
    public int compareTo(PlacementGeneration other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
