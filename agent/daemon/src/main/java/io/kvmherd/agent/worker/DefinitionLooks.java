package io.kvmherd.agent.worker;

import io.kvmherd.agent.core.drift.DomainDefinitions;
import io.kvmherd.agent.core.port.DomainReading;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.LinkMessage.GuestDefined;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads definitions of guests that are ours, and tells each that is not as it was last told. A definition whose text is the
 * same is not taken apart again, so that a look at a guest that nobody has touched costs what libvirt's questions cost.
 *
 * <p>What was told is remembered for one placement generation: after a move the new owner tells anew, because what it said
 * before was not listened to. Used by one thread.
 */
final class DefinitionLooks {
    private static final Logger LOG = LoggerFactory.getLogger(DefinitionLooks.class);

    private final Hypervisor hypervisor;
    private final Supplier<HypervisorFacts> host;
    private final SortedMap<GuestId, Told> told = new TreeMap<>();
    private Optional<HypervisorFacts> facts = Optional.empty();

    DefinitionLooks(Hypervisor hypervisor) {
        this(hypervisor, hypervisor::facts);
    }

    /** @param host tells what the host offers; asked once for all looks until the next rest */
    DefinitionLooks(Hypervisor hypervisor, Supplier<HypervisorFacts> host) {
        this.hypervisor = hypervisor;
        this.host = host;
    }

    /**
     * @param revertedAtMs when the guest last went back to a snapshot, 0 where nobody knows
     * @return empty where there is nothing new to tell
     * @throws KvmherdException as the hypervisor does
     */
    Optional<GuestDefined> look(ObservedGuest guest, long revertedAtMs) {
        if (!guest.isManaged() || guest.job() == GuestJob.MIGRATION_IN) {
            told.remove(guest.id());
            return Optional.empty();
        }
        Optional<DomainReading> reading = hypervisor.read(guest.id());
        if (reading.isEmpty()) {
            return Optional.empty();
        }
        Told now = new Told(guest.placement().orElseThrow(), DomainDefinitions.digest(reading.get()), revertedAtMs);
        return now.equals(told.put(guest.id(), now))
                ? Optional.empty()
                : defined(guest, reading.get())
                        .map(definition -> new GuestDefined(guest.id(), definition.withRevertedAt(revertedAtMs)));
    }

    /** It is not there any more. */
    void forget(GuestId guest) {
        told.remove(guest);
    }

    /** Somebody listens who has been told nothing. */
    void forgetAll() {
        told.clear();
    }

    /** Nothing waits to be looked at: by the next look somebody may have given the host another pool. */
    void rest() {
        facts = Optional.empty();
    }

    private HypervisorFacts facts() {
        HypervisorFacts known = facts.orElseGet(host);
        facts = Optional.of(known);
        return known;
    }

    /** What cannot be read is no definition that anybody could compare: it is logged once and left alone. */
    private Optional<DomainDefinition> defined(ObservedGuest guest, DomainReading reading) {
        try {
            return Optional.of(DomainDefinitions.of(reading, facts()));
        } catch (KvmherdException e) {
            if (e.code() != ErrorCode.MALFORMED && e.code() != ErrorCode.TOO_LARGE) {
                told.remove(guest.id());
                throw e;
            }
            LOG.warn("the definition of guest {} cannot be compared: {}", guest.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private record Told(PlacementGeneration placement, String digest, long revertedAtMs) {}
}
