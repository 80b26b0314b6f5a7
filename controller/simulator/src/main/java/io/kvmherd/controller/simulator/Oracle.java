package io.kvmherd.controller.simulator;

import io.kvmherd.agent.core.simulated.SimulatedOutside;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Wish;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.controller.app.memory.MemoryStore;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.LastFound;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.outside.Appearance;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sees the whole cluster at once and knows what must never be. Numbers are those of the list of invariants.
 *
 * <ul>
 *   <li>I1: a guest's virtual CPUs run on one host at most, and a copy that a migration left paused never runs again once the
 *       other one has run.
 *   <li>I2: no guest is lost: it is defined where its record says and runs nowhere else, and what shall run runs, or the record
 *       says that it does not.
 *   <li>I3: the right to run a guest changes hands only with a higher generation.
 *   <li>I4: when all has come to rest, nothing is reserved.
 *   <li>I5: no guest goes to a host of another CPU vendor.
 *   <li>I6: an accepted operation ends, and stays ended.
 *   <li>I7: a step of an operation is carried out once at most.
 *   <li>I8: nothing is begun for a term older than one that the host has accepted.
 *   <li>I13: when all faults are over, everything ends within a time.
 *   <li>I14: a guest ceases to run only by a command about it, by a fault of its own host or QEMU, never by the absence of
 *       controllers, agents or links.
 * </ul>
 *
 * I9 (one incarnation commits per epoch) is what the store refuses. The others need things that are not simulated yet.
 */
final class Oracle {
    private record Step(OperationId operation, int number) {}

    private final List<Wire.Plug> plugs = new ArrayList<>();
    private final Map<HostId, Set<Step>> carriedOut = new TreeMap<>();
    private final Map<HostId, Long> accepted = new TreeMap<>();
    private final Map<OperationId, OperationRecord> ended = new TreeMap<>();
    private final Map<GuestId, GuestRecord> owned = new TreeMap<>();
    private final Map<HostId, Set<GuestId>> older = new TreeMap<>();
    private Map<GuestId, Wire.Plug> ran = new TreeMap<>();
    private long migrations;
    private long commands;
    private long operations;

    void watch(Wire.Plug plug) {
        plugs.add(plug);
    }

    long migrations() {
        return migrations;
    }

    long commands() {
        return commands;
    }

    /** Operations that were seen to end. */
    long operations() {
        return operations;
    }

    /** A guard lets a change pass; what was let pass is carried out also when a newer term is accepted meanwhile. */
    void admits(Node node, CommandEnvelope envelope) {
        long epoch = envelope.epoch().number();
        long highest = accepted.merge(node.id(), epoch, Math::max);
        if (epoch < highest) {
            throw new Violation(
                    "I8",
                    node.id() + " begins a step of " + envelope.operation() + " of epoch " + epoch
                            + " after it has accepted epoch " + highest);
        }
    }

    /** A change is carried out. */
    void executes(Node node, CommandEnvelope envelope) {
        commands++;
        Step step = new Step(envelope.operation(), envelope.step());
        if (!carriedOut
                .computeIfAbsent(node.id(), host -> new LinkedHashSet<>())
                .add(step)) {
            throw new Violation("I7", node.id() + " carries out " + step + " a second time: " + envelope.command());
        }
        if (envelope.command() instanceof AgentCommand.MigrateGuest migrate) {
            migrations++;
            sameVendor(node, migrate);
        }
    }

    private void sameVendor(Node from, AgentCommand.MigrateGuest migrate) {
        for (Wire.Plug plug : plugs) {
            Node to = plug.node();
            if (to.hypervisor().profile().uri().equals(migrate.destinationUri())
                    && !to.vendor().equals(from.vendor())) {
                throw new Violation(
                        "I5",
                        "guest " + migrate.guest() + " goes from " + from.id() + " (" + from.vendor() + ") to "
                                + to.id() + " (" + to.vendor() + ")");
            }
        }
    }

    /** A host's agent has accepted a term. */
    void accepts(HostId host, long epoch) {
        accepted.merge(host, epoch, Math::max);
    }

    /** A commit of the newest term is durable. */
    void committed(ControllerState after) {
        for (OperationEntry entry : after.operations().values()) {
            OperationRecord record = entry.record();
            if (record.isOpen()) {
                if (ended.containsKey(record.id())) {
                    throw new Violation("I6", "operation " + record.id() + " had ended and is open again");
                }
            } else {
                OperationRecord known = ended.putIfAbsent(record.id(), record);
                operations += known == null ? 1 : 0;
                if (known != null && known.state() != record.state()) {
                    throw new Violation(
                            "I6",
                            "operation " + record.id() + " ended as " + known.state() + " and is " + record.state());
                }
            }
        }
        for (GuestRecord guest : after.guests().values()) {
            GuestRecord known = owned.put(guest.id(), guest);
            if (known != null
                    && !known.host().equals(guest.host())
                    && known.placement().compareTo(guest.placement()) >= 0) {
                throw new Violation(
                        "I3",
                        guest.spec().name() + " goes from " + known.host() + " to " + guest.host()
                                + " without a higher generation than " + known.placement());
            }
        }
        owned.keySet().retainAll(after.guests().keySet());
    }

    /** The database is an older one; what it does not know did not happen to it. */
    void databaseChanged() {
        ended.clear();
        owned.clear();
    }

    /** After every event. */
    void look() {
        Map<GuestId, Wire.Plug> runs = new TreeMap<>();
        for (Wire.Plug plug : plugs) {
            for (GuestId guest : plug.node().outside().running()) {
                Wire.Plug other = runs.put(guest, plug);
                if (other != null) {
                    throw new Violation(
                            "I1",
                            "guest " + guest + " runs on " + other.node().id() + " and on "
                                    + plug.node().id());
                }
            }
        }
        plugs.forEach(plug -> lookAtCopies(plug, runs));
        ran.forEach((guest, where) -> {
            if (!runs.containsKey(guest) && !isExplained(guest, where)) {
                throw new Violation(
                        "I14",
                        "guest " + guest + " ceased to run on " + where.node().id() + ", and nobody asked for that");
            }
        });
        ran = runs;
    }

    /** Whether the guest's other copy has run since this one was left paused. */
    boolean isOlder(Wire.Plug plug, GuestId guest) {
        return olderOn(plug).contains(guest);
    }

    private void lookAtCopies(Wire.Plug plug, Map<GuestId, Wire.Plug> runs) {
        Set<GuestId> olderHere = olderOn(plug);
        for (GuestId guest : List.copyOf(olderHere)) {
            if (runs.get(guest) == plug) {
                throw new Violation(
                        "I1",
                        "guest " + guest + " runs again on " + plug.node().id()
                                + " from what a migration left there, and has run elsewhere since");
            }
        }
        List<GuestId> paused = plug.node().outside().leftPaused();
        olderHere.retainAll(paused);
        paused.stream().filter(runs::containsKey).forEach(olderHere::add);
    }

    private Set<GuestId> olderOn(Wire.Plug plug) {
        return older.computeIfAbsent(plug.node().id(), host -> new LinkedHashSet<>());
    }

    private boolean isExplained(GuestId guest, Wire.Plug where) {
        SimulatedOutside outside = where.node().outside();
        return !outside.hasPower()
                || outside.hasCrashed(guest)
                || outside.isLeaving(guest)
                || where.agent().isEnding(guest);
    }

    /** When all faults are over and time has passed. */
    void atRest(ControllerState state, MemoryStore store) {
        List<OperationRecord> open = state.operations().values().stream()
                .map(OperationEntry::record)
                .filter(OperationRecord::isOpen)
                .toList();
        if (!open.isEmpty()) {
            throw new Violation(
                    "I13",
                    "still open: "
                            + open.stream()
                                    .map(operation ->
                                            operation.kind() + " in " + operation.phase() + " of " + operation.guest())
                                    .collect(Collectors.joining(", ")));
        }
        if (!store.reservations().isEmpty()) {
            throw new Violation("I4", "reserved by nobody: " + store.reservations());
        }
        state.guests().values().forEach(this::isNotLost);
    }

    private void isNotLost(GuestRecord guest) {
        Optional<HostId> owner = guest.host();
        if (owner.isEmpty()) {
            return;
        }
        Wire.Plug plug = plugs.stream()
                .filter(candidate -> candidate.node().id().equals(owner.get()))
                .findFirst()
                .orElseThrow();
        boolean runs = plug.node().outside().running().contains(guest.id());
        boolean known = plug.node().outside().known().contains(guest.id());
        Appearance found = guest.found().map(LastFound::appearance).orElse(Appearance.RUNNING);
        // A deletion that failed half way has taken the guest away; its record says so, until somebody repeats it.
        boolean halfDeleted = guest.wish() == Wish.STOPPED && found == Appearance.ABSENT;
        if (!known && !halfDeleted) {
            throw new Violation(
                    "I2",
                    guest.spec().name() + " is not on " + owner.get() + ", which has the right to run it: " + guest);
        }
        for (Wire.Plug other : plugs) {
            if (other != plug && other.node().outside().running().contains(guest.id())) {
                throw new Violation(
                        "I2",
                        guest.spec().name() + " runs on " + other.node().id() + "; " + owner.get()
                                + " has the right to run it");
            }
        }
        if (guest.wish() == Wish.RUNNING && !runs && found == Appearance.RUNNING) {
            throw new Violation(
                    "I2",
                    guest.spec().name() + " shall run on " + owner.get()
                            + ", does not, and its record does not say so: " + guest);
        }
    }
}
