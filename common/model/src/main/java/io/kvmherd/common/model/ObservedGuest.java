package io.kvmherd.common.model;

import java.util.Optional;

/**
 * A guest as one host sees it.
 *
 * @param id the domain's UUID
 * @param name the domain's name, whatever libvirt allows
 * @param placement generation in the domain's metadata; empty for a guest that kvmherd does not manage
 * @param state state
 * @param job long job
 * @param vcpus virtual CPUs
 * @param memoryMib memory the guest was given
 * @param residentMib memory of it that the host really holds
 * @param cpuTimeMs CPU time consumed since the guest started
 */
public record ObservedGuest(
        GuestId id,
        String name,
        Optional<PlacementGeneration> placement,
        GuestState state,
        GuestJob job,
        int vcpus,
        long memoryMib,
        long residentMib,
        long cpuTimeMs) {
    public boolean isManaged() {
        return placement.isPresent();
    }

    /** This guest when our mark was taken away. */
    public ObservedGuest unmarked() {
        return new ObservedGuest(id, name, Optional.empty(), state, job, vcpus, memoryMib, residentMib, cpuTimeMs);
    }

    public ObservedGuest withState(GuestState other) {
        return new ObservedGuest(id, name, placement, other, job, vcpus, memoryMib, residentMib, cpuTimeMs);
    }

    /** This guest's place and state with another sighting's measurements. */
    public ObservedGuest measuredAs(ObservedGuest measured) {
        return new ObservedGuest(
                id,
                name,
                placement,
                state,
                job,
                measured.vcpus,
                measured.memoryMib,
                measured.residentMib,
                measured.cpuTimeMs);
    }
}
