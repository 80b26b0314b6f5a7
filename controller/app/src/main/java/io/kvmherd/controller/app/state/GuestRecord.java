package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.engine.outside.Appearance;
import io.kvmherd.controller.engine.outside.KnownDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The durable half of a guest.
 *
 * @param spec what was asked for; of an adopted guest, what its definition says as far as a specification can
 * @param wish what the operator asked it to be
 * @param host owner: the host that has the right to run it
 * @param placement generation of that right
 * @param found how its owner last had it; empty before the owner first told
 * @param outside newest changes that no operation of ours had asked for, oldest first, at most
 *     {@code Limits.OUTSIDE_CHANGES}
 * @param adoption of a guest that somebody else defined; empty for one that kvmherd defined
 * @param carriesController whether a controller of this cluster runs in it: nothing is done to it by the way
 * @param evacuation what evacuations of its host do with it; empty is as the cluster says
 * @param definition as it was accepted and as its owner last told it; empty until its owner tells
 */
public record GuestRecord(
        GuestId id,
        GuestSpec spec,
        Wish wish,
        Optional<HostId> host,
        PlacementGeneration placement,
        Instant createdAt,
        Optional<LastFound> found,
        List<OutsideChange> outside,
        Optional<Adoption> adoption,
        boolean carriesController,
        Optional<EvacuationPolicy> evacuation,
        Optional<KnownDefinition> definition) {
    public GuestRecord {
        outside = List.copyOf(outside.subList(Math.max(0, outside.size() - Limits.OUTSIDE_CHANGES), outside.size()));
    }

    /** A guest that no host has told about yet. */
    public static GuestRecord unseen(GuestId id, GuestSpec spec, Wish wish, Optional<HostId> host, Instant createdAt) {
        return new GuestRecord(
                id,
                spec,
                wish,
                host,
                PlacementGeneration.FIRST,
                createdAt,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    public GuestRecord withWish(Wish newWish) {
        return new GuestRecord(
                        id,
                        spec,
                        newWish,
                        host,
                        placement,
                        createdAt,
                        found,
                        outside,
                        adoption,
                        carriesController,
                        evacuation,
                        definition)
                .settledIfAsWished();
    }

    public GuestRecord withSpec(GuestSpec newSpec) {
        return new GuestRecord(
                        id,
                        newSpec,
                        wish,
                        host,
                        placement,
                        createdAt,
                        found,
                        outside,
                        adoption,
                        carriesController,
                        evacuation,
                        definition)
                .settledIfAsWished();
    }

    /** The right to run it goes to another host, which has not told about it yet. */
    public GuestRecord ownedBy(HostId newOwner, PlacementGeneration newPlacement) {
        return new GuestRecord(
                id,
                spec,
                wish,
                Optional.of(newOwner),
                newPlacement,
                createdAt,
                Optional.empty(),
                outside,
                adoption.map(Adoption::moved),
                carriesController,
                evacuation,
                definition);
    }

    /** Its owner has it so now, and that happened to it since the last time. */
    public GuestRecord foundAs(LastFound now, List<OutsideChange> happened) {
        List<OutsideChange> all =
                Stream.concat(outside.stream(), happened.stream()).toList();
        return new GuestRecord(
                        id,
                        spec,
                        wish,
                        host,
                        placement,
                        createdAt,
                        Optional.of(now),
                        all,
                        adoption,
                        carriesController,
                        evacuation,
                        definition)
                .settledIfAsWished();
    }

    /** Nobody has to decide about anything that happened so far. */
    public GuestRecord accepted() {
        List<OutsideChange> settled =
                outside.stream().map(OutsideChange::settle).toList();
        return new GuestRecord(
                id,
                spec,
                wish,
                host,
                placement,
                createdAt,
                found,
                settled,
                adoption,
                carriesController,
                evacuation,
                definition);
    }

    /** Its definition was looked at anew. */
    public GuestRecord lookedAt(GuestSpec newSpec, Adoption newAdoption) {
        return new GuestRecord(
                id,
                newSpec,
                wish,
                host,
                placement,
                createdAt,
                found,
                outside,
                Optional.of(newAdoption),
                carriesController,
                evacuation,
                definition.map(KnownDefinition::acceptedByAgent));
    }

    public GuestRecord startingWithHost() {
        return adoption.map(Adoption::startingWithHost)
                .map(starting -> new GuestRecord(
                        id,
                        spec,
                        wish,
                        host,
                        placement,
                        createdAt,
                        found,
                        outside,
                        Optional.of(starting),
                        carriesController,
                        evacuation,
                        definition))
                .orElse(this);
    }

    public GuestRecord carryingController(boolean carries) {
        return new GuestRecord(
                id, spec, wish, host, placement, createdAt, found, outside, adoption, carries, evacuation, definition);
    }

    /** @param policy what evacuations do with it; empty is as the cluster says */
    public GuestRecord evacuatedBy(Optional<EvacuationPolicy> policy) {
        return new GuestRecord(
                id,
                spec,
                wish,
                host,
                placement,
                createdAt,
                found,
                outside,
                adoption,
                carriesController,
                policy,
                definition);
    }

    /** Whether something happened to it that somebody has to accept or undo. */
    public boolean hasUnsettledChanges() {
        return outside.stream().anyMatch(change -> !change.settled());
    }

    /** Whether somebody moved it away from its owner, the right to run it did not follow, and nobody has accepted that. */
    public boolean isSaidToHaveMoved() {
        return outside.stream()
                .anyMatch(change -> change.what() == OutsideChange.What.MOVED_AWAY
                        && !change.settled()
                        && host.equals(Optional.of(change.host())));
    }

    /** Its owner told how it is defined, and that happened to its definition since the last time. */
    public GuestRecord definedAs(KnownDefinition now, List<OutsideChange> happened) {
        return with(now, Stream.concat(outside.stream(), happened.stream()).toList())
                .settledIfAsWished();
    }

    /** Its definition is right as it is, and its specification says the same as far as it has words for it. */
    public GuestRecord definitionAccepted() {
        return definition
                .map(known -> withSpec(known.acceptedInto(spec))
                        .with(adoption.isPresent() ? known.acceptedByAgent() : known.accept(), outside))
                .orElse(this);
    }

    /** What a host needs for it: what was asked for, or what somebody made of it, whichever is more. */
    public GuestSpec weighedSpec() {
        return definition.map(known -> known.weighed(spec)).orElse(spec);
    }

    /** What is in the way of its live migrations, as far as its definition tells. */
    public List<Hindrance> hindrances() {
        List<Hindrance> surveyed = adoption.map(Adoption::hindrances).orElse(List.of());
        return definition.map(known -> known.hindrances(surveyed)).orElse(surveyed);
    }

    private GuestRecord with(KnownDefinition newDefinition, List<OutsideChange> newOutside) {
        return new GuestRecord(
                id,
                spec,
                wish,
                host,
                placement,
                createdAt,
                found,
                newOutside,
                adoption,
                carriesController,
                evacuation,
                Optional.of(newDefinition));
    }

    private GuestRecord settledIfAsWished() {
        boolean asWished = found.filter(this::isAsWished).isPresent();
        boolean asDefined = definition.map(KnownDefinition::isSettled).orElse(true);
        if (!hasUnsettledChanges() || !asWished && !asDefined) {
            return this;
        }
        List<OutsideChange> now = outside.stream()
                .map(change -> (change.what().isOfDefinition() ? asDefined : asWished) ? change.settle() : change)
                .toList();
        return new GuestRecord(
                id,
                spec,
                wish,
                host,
                placement,
                createdAt,
                found,
                now,
                adoption,
                carriesController,
                evacuation,
                definition);
    }

    private boolean isAsWished(LastFound now) {
        boolean stateFits = switch (wish) {
            case RUNNING -> now.appearance() == Appearance.RUNNING;
            case STOPPED -> !now.appearance().isActive() && now.appearance() != Appearance.ABSENT;
            case GONE -> now.appearance() == Appearance.ABSENT;
        };
        return stateFits && (now.name().equals(spec.name()) || wish == Wish.GONE);
    }
}
