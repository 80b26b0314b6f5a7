package io.kvmherd.controller.app.testing;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import java.util.Optional;

/** A domain on a fake host. */
record FakeGuest(
        GuestId id,
        String name,
        Optional<PlacementGeneration> placement,
        GuestState state,
        GuestJob job,
        int vcpus,
        long memoryMib) {

    FakeGuest with(GuestState newState) {
        return new FakeGuest(id, name, placement, newState, GuestJob.NONE, vcpus, memoryMib);
    }

    FakeGuest with(GuestState newState, GuestJob newJob) {
        return new FakeGuest(id, name, placement, newState, newJob, vcpus, memoryMib);
    }

    FakeGuest with(PlacementGeneration newPlacement) {
        return new FakeGuest(id, name, Optional.of(newPlacement), state, job, vcpus, memoryMib);
    }

    FakeGuest unmarked() {
        return new FakeGuest(id, name, Optional.empty(), state, job, vcpus, memoryMib);
    }

    /** Whether its virtual CPUs run or could go on at once; an incoming or left copy does not count. */
    boolean runs() {
        return state.isActive() && state != GuestState.PAUSED_FOR_MIGRATION;
    }

    ObservedGuest observed() {
        return new ObservedGuest(
                id, name, placement, state, job, vcpus, memoryMib, state.isActive() ? memoryMib / 2 : 0, 0);
    }
}
