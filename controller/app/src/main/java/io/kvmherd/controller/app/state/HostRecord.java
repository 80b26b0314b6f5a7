package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.MigrationLimits;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Ratios;
import io.kvmherd.common.protocol.HostGeneration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The durable half of a host.
 *
 * @param ratios its own overcommit; empty takes the cluster's
 * @param facts as last told on the command link; empty until it was first inventoried
 * @param generation life in which it was last inventoried
 * @param dutyReason why it has its duty, in the operator's words; may be empty
 * @param wishedMode whether it is managed or only observed, as an operator set it; empty is MANAGE
 * @param maintenance its newest one; empty before the first
 * @param ownMigrations its own limits of live migrations; empty as long as nobody set one
 */
public record HostRecord(
        HostId id,
        HostDuty duty,
        String dutyReason,
        Optional<Ratios> ratios,
        Optional<HostFacts> facts,
        Optional<HostGeneration> generation,
        Instant registeredAt,
        Optional<ManagementMode> wishedMode,
        Optional<Maintenance> maintenance,
        Optional<MigrationLimits> ownMigrations) {
    /**
     * The time from the evacuation of a host until it takes guests again. It may need more than one evacuation: some guests
     * move at the second try.
     *
     * @param since its first evacuation
     * @param over whether the host has taken guests again since
     */
    public record Maintenance(OperationId since, boolean over) {}

    /** A host that is heard of for the first time. */
    public static HostRecord registered(HostId id, Instant at) {
        return new HostRecord(
                id,
                HostDuty.ACTIVE,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public ManagementMode mode() {
        return wishedMode.orElse(ManagementMode.MANAGE);
    }

    public HostRecord withDuty(HostDuty newDuty, String reason) {
        Optional<Maintenance> last = newDuty == HostDuty.ACTIVE
                ? maintenance.map(known -> new Maintenance(known.since(), true))
                : maintenance;
        return with(copy -> {
            copy.duty = newDuty;
            copy.dutyReason = reason;
            copy.maintenance = last;
        });
    }

    /** An evacuation begins: the first of a maintenance, or one more. */
    public HostRecord emptiedBy(OperationId evacuation) {
        Maintenance now =
                maintenance.filter(known -> !known.over()).orElseGet(() -> new Maintenance(evacuation, false));
        return with(copy -> copy.maintenance = Optional.of(now));
    }

    public HostRecord withInventory(HostFacts newFacts, HostGeneration newGeneration) {
        return with(copy -> {
            copy.facts = Optional.of(newFacts);
            copy.generation = Optional.of(newGeneration);
        });
    }

    public HostRecord withMode(ManagementMode newMode) {
        return with(copy -> copy.wishedMode = Optional.of(newMode));
    }

    public MigrationLimits migrations() {
        return ownMigrations.orElse(MigrationLimits.NONE);
    }

    public HostRecord withMigrations(MigrationLimits limits) {
        return with(copy ->
                copy.ownMigrations = limits.equals(MigrationLimits.NONE) ? Optional.empty() : Optional.of(limits));
    }

    private HostRecord with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.done();
    }

    /** A copy in the making, the one place that lists all components: each change above names only what it changes. */
    private static final class Copy {
        private final HostRecord original;
        private HostDuty duty;
        private String dutyReason;
        private Optional<HostFacts> facts;
        private Optional<HostGeneration> generation;
        private Optional<ManagementMode> wishedMode;
        private Optional<Maintenance> maintenance;
        private Optional<MigrationLimits> ownMigrations;

        private Copy(HostRecord original) {
            this.original = original;
            duty = original.duty;
            dutyReason = original.dutyReason;
            facts = original.facts;
            generation = original.generation;
            wishedMode = original.wishedMode;
            maintenance = original.maintenance;
            ownMigrations = original.ownMigrations;
        }

        private HostRecord done() {
            return new HostRecord(
                    original.id,
                    duty,
                    dutyReason,
                    original.ratios,
                    facts,
                    generation,
                    original.registeredAt,
                    wishedMode,
                    maintenance,
                    ownMigrations);
        }
    }
}
