package io.kvmherd.agent.core.guard;

import io.kvmherd.agent.core.guard.GuardRecord.Begin;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Failed;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.JournalPlace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the records of a guard's log say together. Applying the records of {@link #liveRecords} to an empty memory gives
 * the same memory again; that is what makes a rewrite of the log safe.
 */
final class GuardMemory {

    private static final UUID NONE = new UUID(0, 0);
    private static final CommandResult NO_RESULT = new Failed(
            ErrorCode.UNREACHABLE,
            "the agent was restarted in the middle of this step and cannot tell what became of it; look at the guest's"
                    + " state on this host before anything else is done with it");

    private final Map<StepKey, Step> steps = new LinkedHashMap<>();
    private final Map<GuestId, Long> held = new LinkedHashMap<>();
    private final Map<GuestId, Long> buried = new LinkedHashMap<>();
    private final KeptOffGuests keptOff = new KeptOffGuests();
    private long incarnation;
    private final Map<BootRound, String> settledBoots = new EnumMap<>(BootRound.class);
    private GuardRecord.Term term = new GuardRecord.Term(new Epoch(0, NONE), NONE, 0);
    private Optional<JournalPlace> newestPlace = Optional.empty();

    /** @param result stored result, or what to say as long as there is none */
    private record Step(Begin begin, StepState state, CommandResult result) {}

    void apply(GuardRecord record) {
        switch (record) {
            case GuardRecord.Incarnation r -> reopen(r.number());
            case GuardRecord.Term r -> term = r;
            case Begin r -> begin(r);
            case GuardRecord.End r -> end(r.key(), r.result());
            case GuardRecord.Held r -> held.merge(r.guest(), r.placement(), Math::max);
            case GuardRecord.Buried r -> buried.merge(r.guest(), r.placement(), Math::max);
            case GuardRecord.Forgotten r -> {
                r.place().ifPresent(this::reached);
                forget(r.operation());
            }
            case GuardRecord.KeptOff r -> keptOff.set(r.guest(), r.off());
            case GuardRecord.BootSettled r -> settledBoots.put(r.round(), r.bootId());
            case GuardRecord.NewestPlace r -> newestPlace = Optional.of(r.place());
            case GuardRecord.DatabaseForgotten r -> {
                term = new GuardRecord.Term(term.epoch(), NONE, 0);
                newestPlace = Optional.empty();
            }
        }
    }

    long incarnation() {
        return incarnation;
    }

    Epoch epoch() {
        return term.epoch();
    }

    long journalSequence() {
        return term.journalSequence();
    }

    UUID databaseId() {
        return term.databaseId();
    }

    boolean knowsDatabase() {
        return !term.databaseId().equals(NONE);
    }

    /** The newest place in its database's history at which a step was begun or forgotten here. */
    Optional<JournalPlace> newestPlace() {
        return newestPlace;
    }

    Optional<String> settledBoot(BootRound round) {
        return Optional.ofNullable(settledBoots.get(round));
    }

    StepState stateOf(StepKey key) {
        Step step = steps.get(key);
        return step == null ? StepState.NEW : step.state();
    }

    Optional<Begin> beginOf(StepKey key) {
        return Optional.ofNullable(steps.get(key)).map(Step::begin);
    }

    CommandResult resultOf(StepKey key) {
        Step step = steps.get(key);
        return step == null ? NO_RESULT : step.result();
    }

    List<StepKey> knownSteps() {
        return List.copyOf(steps.keySet());
    }

    /** Whether there is something to forget, and the word comes from the present term or from one that says no place. */
    boolean mayForget(OperationId operation, Optional<JournalPlace> place) {
        return place.map(JournalPlace::epoch).orElse(epoch()).equals(epoch())
                && steps.keySet().stream().anyMatch(key -> key.operation().equals(operation));
    }

    long held(GuestId guest) {
        return held.getOrDefault(guest, 0L);
    }

    long buried(GuestId guest) {
        return buried.getOrDefault(guest, 0L);
    }

    boolean isKeptOff(GuestId guest) {
        return keptOff.contains(guest);
    }

    boolean knowsGuest(GuestId guest) {
        return held.containsKey(guest) || buried.containsKey(guest);
    }

    int stepCount() {
        return steps.size();
    }

    int guestCount() {
        return held.size() + buried.size();
    }

    /** The shortest list of records that says the same. */
    List<GuardRecord> liveRecords() {
        List<GuardRecord> live = new ArrayList<>();
        live.add(new GuardRecord.Incarnation(incarnation));
        settledBoots.forEach((round, bootId) -> live.add(new GuardRecord.BootSettled(round, bootId)));
        held.forEach((guest, placement) -> live.add(new GuardRecord.Held(guest, placement)));
        buried.forEach((guest, placement) -> live.add(new GuardRecord.Buried(guest, placement)));
        steps.forEach((key, step) -> {
            if (keptOff.isInDoubtBy(step.begin())) {
                // What was before it, its end may bring back.
                live.add(new GuardRecord.KeptOff(step.begin().guest(), false));
            }
            if (step.state() != StepState.DISCARDED) {
                live.add(step.begin());
            }
            if (step.state() == StepState.ENDED) {
                live.add(new GuardRecord.End(key, step.result()));
            }
        });
        live.add(term);
        newestPlace.ifPresent(place -> live.add(new GuardRecord.NewestPlace(place)));
        live.addAll(keptOff.records(steps.values().stream()
                .filter(step -> step.state() != StepState.DISCARDED)
                .map(Step::begin)
                .toList()));
        return List.copyOf(live);
    }

    private void begin(Begin begin) {
        reached(new JournalPlace(begin.epoch(), begin.journalSequence()));
        // A rewritten log names lives that ended before its first record.
        StepState state = begin.agentIncarnation() == incarnation ? StepState.RUNNING : StepState.INTERRUPTED;
        steps.put(begin.key(), new Step(begin, state, NO_RESULT));
        if (begin.grants() && begin.hasGuest()) {
            held.merge(begin.guest(), begin.placement(), Math::max);
        }
        keptOff.begin(begin, held.containsKey(begin.guest()));
    }

    /** A rewritten log has its begins before its term; where they had come to is said by what follows. */
    private void reached(JournalPlace place) {
        boolean known = place.journalSequence() > 0 && place.epoch().equals(term.epoch()) && knowsDatabase();
        if (known) {
            term = term.withJournalSequence(Math.max(term.journalSequence(), place.journalSequence()));
            // What comes on an older link may be late.
            newestPlace = newestPlace
                    .filter(newest ->
                            newest.epoch().equals(place.epoch()) && newest.journalSequence() >= place.journalSequence())
                    .or(() -> Optional.of(place));
        }
    }

    private void end(StepKey key, CommandResult result) {
        Step step = steps.get(key);
        if (step == null) {
            return;
        }
        keptOff.end(step.begin(), result);
        if (step.state() == StepState.DISCARDED) {
            steps.remove(key);
        } else {
            steps.put(key, new Step(step.begin(), StepState.ENDED, result));
        }
    }

    private void forget(OperationId operation) {
        for (StepKey key : knownSteps()) {
            if (key.operation().equals(operation)) {
                follow(key, StepEvent.FORGOTTEN);
            }
        }
    }

    private void reopen(long number) {
        incarnation = number;
        for (StepKey key : knownSteps()) {
            follow(key, StepEvent.REOPENED);
        }
    }

    private void follow(StepKey key, StepEvent event) {
        Step step = steps.get(key);
        if (step == null) {
            return;
        }
        StepTable.Cell cell = StepTable.cell(step.state(), event);
        if (cell.effect() == StepTable.Effect.DROP) {
            keptOff.forget(step.begin());
            steps.remove(key);
        } else {
            steps.put(key, new Step(step.begin(), cell.next(), step.result()));
        }
    }
}
