package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.engine.outside.Appearance;
import io.kvmherd.controller.engine.outside.KnownDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
 * @param ownStart how its host was told to start such a guest when no controller answers; empty while it was not told
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
        Optional<OwnStart> ownStart,
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
                Optional.empty(),
                Optional.empty());
    }

    public GuestRecord withWish(Wish newWish) {
        return with(copy -> copy.wish = newWish).settledIfAsWished();
    }

    public GuestRecord withSpec(GuestSpec newSpec) {
        return with(copy -> copy.spec = newSpec).settledIfAsWished();
    }

    /** The right to run it goes to another host, which has not told about it yet. */
    public GuestRecord ownedBy(HostId newOwner, PlacementGeneration newPlacement) {
        return with(copy -> {
            copy.host = Optional.of(newOwner);
            copy.placement = newPlacement;
            copy.found = Optional.empty();
            copy.adoption = adoption.map(Adoption::moved);
            copy.definition = definition.map(KnownDefinition::moved);
        });
    }

    /** Its owner has it so now, and that happened to it since the last time. */
    public GuestRecord foundAs(LastFound now, List<OutsideChange> happened) {
        return with(copy -> {
                    copy.found = Optional.of(now);
                    copy.outside = outsideAnd(happened);
                })
                .settledIfAsWished();
    }

    /** Nobody has to decide about anything that happened so far. */
    public GuestRecord accepted() {
        return with(copy ->
                copy.outside = outside.stream().map(OutsideChange::settle).toList());
    }

    /** Its definition was looked at anew; what operators set for it stays. */
    public GuestRecord lookedAt(GuestSpec newSpec, Adoption newAdoption) {
        return with(copy -> {
            copy.spec = newSpec.withMigration(spec.migration());
            copy.adoption = Optional.of(newAdoption);
            copy.definition = definition.map(KnownDefinition::acceptedByAgent);
        });
    }

    /** Its host has carried our mark through, and its autostart is the agent's from now on. */
    public GuestRecord carriedThrough() {
        return with(copy -> {
            copy.adoption = adoption.map(Adoption::carriedThrough);
            copy.definition = definition.map(KnownDefinition::handedToAgent);
        });
    }

    public GuestRecord startingWithHost() {
        return with(copy -> copy.adoption = adoption.map(Adoption::startingWithHost));
    }

    public GuestRecord carryingController(boolean carries) {
        return with(copy -> copy.carriesController = carries);
    }

    /** @param start what its host is told; empty to be asked first, as for any guest */
    public GuestRecord startingItself(Optional<OwnStart> start) {
        return with(copy -> copy.ownStart = start);
    }

    /** @param policy what evacuations do with it; empty is as the cluster says */
    public GuestRecord evacuatedBy(Optional<EvacuationPolicy> policy) {
        return with(copy -> copy.evacuation = policy);
    }

    /** @param policy how far its live migrations may go; empty is as the cluster says */
    public GuestRecord migratedBy(Optional<MigrationPolicy> policy) {
        return with(copy -> copy.spec = spec.withMigration(policy));
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
        return with(copy -> {
                    copy.definition = Optional.of(now);
                    copy.outside = outsideAnd(happened);
                })
                .settledIfAsWished();
    }

    /** Its definition is right as it is, and its specification says the same as far as it has words for it. */
    public GuestRecord definitionAccepted() {
        return definition
                .map(known -> with(copy -> {
                    copy.spec = known.acceptedInto(spec);
                    copy.adoption = adoption.map(now -> now.withHindrances(known.acceptedInto(now.hindrances())));
                    copy.definition = Optional.of(adoption.isPresent() ? known.acceptedByAgent() : known.accept());
                }))
                .orElse(this);
    }

    /** What a host needs for it: what was asked for, or what somebody made of it, whichever is more. */
    public GuestSpec weighedSpec() {
        return definition.map(known -> known.weighed(spec)).orElse(spec);
    }

    /** What is in the way of its live migrations, as far as its definition tells: what kvmherd defined was never surveyed. */
    public List<Hindrance> hindrances() {
        List<Hindrance> surveyed = adoption.map(Adoption::hindrances).orElse(List.of());
        return definition
                .map(known -> adoption.isPresent()
                        ? known.hindrances(surveyed)
                        : known.seen().hindrances())
                .orElse(surveyed);
    }

    private GuestRecord settledIfAsWished() {
        boolean asWished = found.filter(this::isAsWished).isPresent();
        boolean asDefined = definition.map(KnownDefinition::isSettled).orElse(true);
        if (!hasUnsettledChanges() || !asWished && !asDefined) {
            return this;
        }
        return with(copy -> copy.outside = outside.stream()
                .map(change -> (change.what().isOfDefinition() ? asDefined : asWished) ? change.settle() : change)
                .toList());
    }

    private boolean isAsWished(LastFound now) {
        boolean stateFits = switch (wish) {
            case RUNNING -> now.appearance() == Appearance.RUNNING;
            case STOPPED -> !now.appearance().isActive() && now.appearance() != Appearance.ABSENT;
            case GONE -> now.appearance() == Appearance.ABSENT;
        };
        return stateFits && (now.name().equals(spec.name()) || wish == Wish.GONE);
    }

    private List<OutsideChange> outsideAnd(List<OutsideChange> happened) {
        return Stream.concat(outside.stream(), happened.stream()).toList();
    }

    private GuestRecord with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.done();
    }

    /** A copy in the making, the one place that lists all components: each change above names only what it changes. */
    private static final class Copy {
        private final GuestRecord original;
        private GuestSpec spec;
        private Wish wish;
        private Optional<HostId> host;
        private PlacementGeneration placement;
        private Optional<LastFound> found;
        private List<OutsideChange> outside;
        private Optional<Adoption> adoption;
        private boolean carriesController;
        private Optional<OwnStart> ownStart;
        private Optional<EvacuationPolicy> evacuation;
        private Optional<KnownDefinition> definition;

        Copy(GuestRecord original) {
            this.original = original;
            spec = original.spec;
            wish = original.wish;
            host = original.host;
            placement = original.placement;
            found = original.found;
            outside = original.outside;
            adoption = original.adoption;
            carriesController = original.carriesController;
            ownStart = original.ownStart;
            evacuation = original.evacuation;
            definition = original.definition;
        }

        GuestRecord done() {
            return new GuestRecord(
                    original.id,
                    spec,
                    wish,
                    host,
                    placement,
                    original.createdAt,
                    found,
                    outside,
                    adoption,
                    carriesController,
                    ownStart,
                    evacuation,
                    definition);
        }
    }
}
