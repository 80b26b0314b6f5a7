package io.kvmherd.controller.app.testing;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Wish;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.memory.MemoryStore;
import io.kvmherd.controller.app.port.Effect;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.step.StepResult;
import io.kvmherd.controller.app.step.Views;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.view.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What must hold after every turn, whatever the test is about. */
final class TurnChecks {
    private final MemoryStore store;
    private final SortedMap<OperationId, OperationRecord> ended = new TreeMap<>();
    private final SortedMap<GuestId, GuestRecord> owned = new TreeMap<>();
    private boolean mayRunTwice;

    TurnChecks(MemoryStore store) {
        this.store = store;
    }

    /** For tests that let a guest run twice on purpose. */
    void allowDoubleRuns() {
        mayRunTwice = true;
    }

    /** Called when the turn's writes are committed and none of its effects has happened. */
    void afterCommit(ControllerState before, StepResult result, Moment now) {
        ControllerState after = result.state();
        require(
                after.journalSequence()
                        == before.journalSequence() + (result.writes().isEmpty() ? 0 : 1),
                "the journal grew by more or less than one");
        result.effects().forEach(effect -> {
            if (effect instanceof Effect.Send send) {
                sent(after, send);
            } else if (effect instanceof Effect.Publish publish) {
                require(
                        publish.event().what() != EventRecord.What.PLAN_DISPUTED,
                        "planner and checker do not agree: " + publish.event());
            }
        });
        sequencesGrow(before, result);
        terminalStatesStay(after);
        onlyHigherGenerationsMoveOwnership(after);
        reservationsAreDurable(after, now);
        durableHalvesAreDurable(after);
    }

    void hostsAreSane(List<FakeHost> hosts) {
        if (mayRunTwice) {
            return;
        }
        SortedMap<GuestId, HostId> runsOn = new TreeMap<>();
        for (FakeHost host : hosts) {
            for (FakeGuest guest : host.guests.values()) {
                if (guest.placement().isPresent() && guest.runs()) {
                    HostId other = runsOn.put(guest.id(), host.id);
                    require(other == null, guest.name() + " runs on " + other + " and " + host.id);
                }
            }
        }
    }

    private void sent(ControllerState state, Effect.Send send) {
        if (send.message() instanceof LinkMessage.ControllerHello) {
            return;
        }
        boolean acknowledged = Optional.ofNullable(state.hosts().get(send.host()))
                .map(HostEntry::presence)
                .filter(presence -> presence.inventoried() && presence.link().equals(Optional.of(send.link())))
                .isPresent();
        require(
                acknowledged,
                "host " + send.host() + " has not acknowledged the epoch, and was sent " + send.message());
        if (send.message() instanceof LinkMessage.Forget forget) {
            require(
                    forget.place()
                            .equals(Optional.of(
                                    new JournalPlace(state.identity().epoch(), state.journalSequence()))),
                    "another place than the turn's: " + forget);
        }
        if (send.message() instanceof CommandEnvelope envelope) {
            require(
                    envelope.journalSequence() == state.journalSequence(),
                    "another journal than the turn's, " + state.journalSequence() + ": " + envelope);
        }
        if (send.message() instanceof CommandEnvelope envelope
                && !(envelope.command() instanceof AgentCommand.SurveyGuests)
                && !state.inquiries().containsKey(envelope.operation())) {
            require(
                    envelope.epoch().equals(state.identity().epoch()),
                    "another epoch than the controller's: " + envelope);
            Optional<OperationRecord> stored = store.operation(envelope.operation());
            require(stored.isPresent(), "the operation is not stored: " + envelope);
            require(
                    stored.get().isOpen() && envelope.step() <= stored.get().lastStep(),
                    "step " + envelope.step() + " is not stored: " + stored.get());
            require(reserves(stored.get()), "nothing is reserved for " + stored.get());
        }
    }

    private boolean reserves(OperationRecord operation) {
        List<OperationKind> reserving =
                List.of(OperationKind.CREATE, OperationKind.START, OperationKind.MIGRATE, OperationKind.FOLLOW);
        long held = store.reservations().stream()
                .filter(row -> row.operation().equals(operation.id()))
                .count();
        boolean partOfMore =
                operation.kind() == OperationKind.RELOCATE && operation.parent().isPresent() && shallRun(operation);
        int expected = operation.kind() == OperationKind.MIGRATE
                ? 2
                : reserving.contains(operation.kind()) || partOfMore ? 1 : 0;
        return held == expected;
    }

    private boolean shallRun(OperationRecord operation) {
        return operation.guest().stream()
                .flatMap(id -> store.load().guests().stream()
                        .filter(guest -> guest.id().equals(id)))
                .anyMatch(guest -> guest.wish() == Wish.RUNNING);
    }

    private static void sequencesGrow(ControllerState before, StepResult result) {
        long last = before.commandSequence();
        for (Effect effect : result.effects()) {
            if (effect instanceof Effect.Send(HostId host, long link, LinkMessage message)
                    && message instanceof CommandEnvelope envelope) {
                require(envelope.sequence() > last, "sequence " + envelope.sequence() + " after " + last);
                last = envelope.sequence();
            }
        }
    }

    private void terminalStatesStay(ControllerState after) {
        for (OperationEntry entry : after.operations().values()) {
            OperationRecord known = ended.get(entry.record().id());
            require(known == null || known.equals(entry.record()), "an ended operation changed: " + entry.record());
            if (!entry.record().isOpen()) {
                ended.put(entry.record().id(), entry.record());
            }
        }
    }

    private void onlyHigherGenerationsMoveOwnership(ControllerState after) {
        for (GuestRecord guest : after.guests().values()) {
            GuestRecord known = owned.put(guest.id(), guest);
            require(
                    known == null
                            || known.host().equals(guest.host())
                            || known.placement().compareTo(guest.placement()) < 0,
                    "ownership moved without a higher generation: " + known + " to " + guest);
        }
    }

    private void reservationsAreDurable(ControllerState after, Moment now) {
        List<String> held = sorted(Views.of(after, now).reservations());
        require(held.equals(sorted(store.reservations())), "reserved " + held + ", stored " + store.reservations());
    }

    private static List<String> sorted(List<Reservation> reservations) {
        return reservations.stream().map(Reservation::toString).sorted().toList();
    }

    private void durableHalvesAreDurable(ControllerState after) {
        var stored = store.load();
        require(stored.guests().equals(new ArrayList<>(after.guests().values())), "guests differ from the stored ones");
        require(
                stored.hosts()
                        .equals(after.hosts().values().stream()
                                .map(host -> host.record())
                                .toList()),
                "hosts differ from the stored ones");
        require(stored.cluster().equals(after.cluster()), "what is set for the cluster differs from the stored");
        for (OperationEntry entry : after.operations().values()) {
            require(
                    store.operation(entry.record().id()).equals(Optional.of(entry.record())),
                    "not stored as it is: " + entry.record());
        }
        require(
                stored.operations().stream()
                        .filter(OperationRecord::isOpen)
                        .allMatch(open -> after.operations().containsKey(open.id())),
                "an open operation was forgotten");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
