package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.controller.engine.decision.Answer;
import io.kvmherd.controller.engine.placement.CopiedDisks;
import io.kvmherd.controller.engine.placement.Ledger;
import io.kvmherd.controller.engine.placement.MigrationRules;
import io.kvmherd.controller.engine.placement.Placer;
import io.kvmherd.controller.engine.placement.Weight;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.MeasuredRates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plays a list of moves through and writes down the order in which they can go.
 *
 * <p>The obvious way is to keep the picture as it would be at each moment and to start what is legal in it. That order is
 * right only while every step takes as long as was estimated. So a step is judged as if nobody had left its destination,
 * but those whose departure it waits for; these are as few as suffice. Whatever the pace then: let {@code t} be the last,
 * in order of number, of the steps that have begun to arrive at a host. Everything that has begun to arrive there was
 * counted when {@code t} was judged, and everything that was counted as gone then is gone. So the host is legal.
 *
 * <p>When nothing runs and nothing can start, the rest waits in a circle. Then one guest that another waits for makes room
 * by way of a third host, from which it goes on later. No guest does so twice.
 */
final class Timetable {
    private final ClusterView view;
    private final SortedSet<GuestId> neverBypassed;
    private final SortedSet<GuestId> bypassed = new TreeSet<>();
    private final Ledger ledger;
    private final Slots out;
    private final Slots in;
    private final List<Leg> waiting;
    private final List<Running> running = new ArrayList<>();
    private final SortedMap<HostId, List<Departure>> departures = new TreeMap<>();
    private final SortedSet<Integer> ended = new TreeSet<>();
    private final List<Plan.Step> steps = new ArrayList<>();
    private long nowSeconds;

    private Timetable(ClusterView view, List<Leg> legs, SortedSet<GuestId> neverBypassed) {
        this.view = view;
        this.neverBypassed = neverBypassed;
        ledger = Ledger.of(view);
        out = new Slots(view::migrationsOut);
        in = new Slots(view::migrationsIn);
        waiting = new ArrayList<>(legs);
        waiting.sort(Leg.SHORTEST_FIRST);
    }

    /**
     * @param steps in the order in which they may begin
     * @param stuck moves that cannot begin at all
     * @param seconds when the last step ends
     */
    record Outcome(List<Plan.Step> steps, List<Stuck> stuck, long seconds) {}

    /** A move that cannot begin, and why. */
    record Stuck(Leg leg, List<Reason> reasons) {}

    /**
     * @param legs one for each guest
     * @param neverBypassed guests that must not go by way of a third host
     */
    static Outcome of(ClusterView view, List<Leg> legs, SortedSet<GuestId> neverBypassed) {
        Timetable timetable = new Timetable(view, legs, neverBypassed);
        timetable.run();
        return new Outcome(
                List.copyOf(timetable.steps),
                timetable.waiting.stream().map(timetable::stuck).toList(),
                timetable.nowSeconds);
    }

    private void run() {
        startAll();
        while (!running.isEmpty() || bypassOne()) {
            endNext();
            startAll();
        }
    }

    private void startAll() {
        for (Leg leg : List.copyOf(waiting)) {
            Optional<List<Departure>> awaited = start(leg);
            if (awaited.isPresent()) {
                waiting.remove(leg);
                begin(leg, awaited.get());
            }
        }
    }

    /** The departures that a leg has to wait for when it starts now; empty when it cannot start now. */
    private Optional<List<Departure>> start(Leg leg) {
        boolean ready =
                leg.previous().isEmpty() || ended.contains(leg.previous().get());
        if (!ready || !hasSlots(leg.from(), leg.to())) {
            return Optional.empty();
        }
        return fewestDepartures(leg);
    }

    private boolean hasSlots(HostView from, HostView to) {
        return out.hasFree(from.id(), nowSeconds) && in.hasFree(to.id(), nowSeconds);
    }

    /** In order of their end: the first that suffice. */
    private Optional<List<Departure>> fewestDepartures(Leg leg) {
        List<Departure> all = departures.getOrDefault(leg.to().id(), List.of());
        List<Weight> lifted = new ArrayList<>();
        boolean fits = judge(leg).isYes();
        for (int next = 0; !fits && next < all.size(); next++) {
            lifted.add(ledger.remove(leg.to().id(), all.get(next).guest()));
            fits = judge(leg).isYes();
        }
        lifted.forEach(weight -> ledger.add(leg.to().id(), weight));
        return fits ? Optional.of(List.copyOf(all.subList(0, lifted.size()))) : Optional.empty();
    }

    private Answer judge(Leg leg) {
        return Placer.judgeMove(view, ledger, leg.guest(), leg.from(), leg.to());
    }

    private void begin(Leg leg, List<Departure> awaited) {
        int number = steps.size() + 1;
        List<GuestDisk> copied = CopiedDisks.of(leg.guest(), view.storage());
        long seconds = leg.seconds(view, copied);
        long endSeconds = nowSeconds + seconds;
        NavigableSet<Integer> after = new TreeSet<>();
        awaited.forEach(departure -> after.add(departure.step()));
        leg.previous().ifPresent(after::add);
        out.take(leg.from().id(), nowSeconds, number, endSeconds).ifPresent(after::add);
        in.take(leg.to().id(), nowSeconds, number, endSeconds).ifPresent(after::add);
        ledger.addUnlessThere(leg.to().id(), Weight.arriving(leg.guest(), view.storage()));
        steps.add(new Plan.Step(
                number,
                leg.move(),
                List.copyOf(after),
                leg.memoryMib(),
                seconds,
                copied.stream().map(disk -> copy(disk, leg)).toList(),
                leg.measured(view).map(MeasuredRates.Measured::migrations).orElse(0)));
        running.add(new Running(number, leg, endSeconds));
    }

    private Plan.Copy copy(GuestDisk disk, Leg leg) {
        HostId to = leg.to().id();
        long available = leg.to().facts().stream()
                .flatMap(facts -> facts.pools().stream())
                .filter(pool -> pool.name().equals(disk.pool()))
                .mapToLong(StoragePool::availableMib)
                .sum();
        return new Plan.Copy(
                disk,
                available
                        - ledger.heldCopiesMib(to, disk.pool())
                        - ledger.triedCopiesMib(to, disk.pool(), leg.guest().id()));
    }

    private void endNext() {
        Running next = running.stream()
                .min(Comparator.comparingLong(Running::endSeconds).thenComparing(Running::step))
                .orElseThrow();
        running.remove(next);
        nowSeconds = next.endSeconds();
        ended.add(next.step());
        departures
                .computeIfAbsent(next.leg().from().id(), id -> new ArrayList<>())
                .add(new Departure(next.step(), next.leg().guest().id()));
    }

    private boolean bypassOne() {
        for (Leg leg : List.copyOf(waiting)) {
            boolean may = leg.previous().isEmpty()
                    && !bypassed.contains(leg.guest().id())
                    && !neverBypassed.contains(leg.guest().id());
            if (may && makesRoom(leg)) {
                Optional<Leg> aside = aside(leg);
                if (aside.isPresent()) {
                    bypassed.add(leg.guest().id());
                    begin(aside.get(), fewestDepartures(aside.get()).orElseThrow());
                    waiting.set(waiting.indexOf(leg), leg.onwards(aside.get().to(), steps.size()));
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether another move could begin if this guest were gone from where it is. */
    private boolean makesRoom(Leg leg) {
        if (!ledger.weighs(leg.guest().id(), leg.from().id())) {
            return false;
        }
        Weight lifted = ledger.remove(leg.from().id(), leg.guest().id());
        boolean helps = waiting.stream()
                .filter(other -> other.to().id().equals(leg.from().id()))
                .anyMatch(other -> fewestDepartures(other).isPresent());
        ledger.add(leg.from().id(), lifted);
        return helps;
    }

    /** The way to the roomiest host that can take the guest and from which it can go on. */
    private Optional<Leg> aside(Leg leg) {
        return view.hosts().values().stream()
                .filter(host -> !host.id().equals(leg.to().id()))
                .map(leg::by)
                .filter(aside -> start(aside).isPresent())
                .filter(aside -> MigrationRules.canTravel(view, leg.guest(), aside.to(), leg.to())
                        .isYes())
                .min(Comparator.comparingLong((Leg aside) -> -roomMib(aside.to()))
                        .thenComparing(aside -> aside.to().id()));
    }

    private long roomMib(HostView host) {
        return ledger.capacity(host.id()).committed().free();
    }

    /** What the destination says with everybody gone who has left it, and for whose departure the move waits. */
    private Stuck stuck(Leg leg) {
        List<Weight> lifted = departures.getOrDefault(leg.to().id(), List.of()).stream()
                .map(departure -> ledger.remove(leg.to().id(), departure.guest()))
                .toList();
        List<Reason> reasons = new ArrayList<>(judge(leg).reasons());
        lifted.forEach(weight -> ledger.add(leg.to().id(), weight));
        waiting.stream()
                .filter(other -> other.from().id().equals(leg.to().id()))
                .filter(other -> !other.guest().id().equals(leg.guest().id()))
                .map(other -> Reason.of(ReasonCode.WAITS_FOR_MOVE)
                        .with("move", other.guest().spec().name()))
                .forEach(reasons::add);
        if (reasons.isEmpty()) {
            reasons.add(noSlot(leg));
        }
        return new Stuck(leg, reasons);
    }

    private Reason noSlot(Leg leg) {
        boolean outTaken = !out.hasFree(leg.from().id(), nowSeconds);
        int limit = outTaken
                ? view.migrationsOut(leg.from().id())
                : view.migrationsIn(leg.to().id());
        return Reason.of(ReasonCode.MIGRATION_SLOTS_TAKEN)
                .with("direction", outTaken ? "out" : "in")
                .with("running", 0)
                .with("limit", limit);
    }

    private record Running(int step, Leg leg, long endSeconds) {}

    private record Departure(int step, GuestId guest) {}
}
