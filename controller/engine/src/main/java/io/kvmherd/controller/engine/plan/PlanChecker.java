package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The second opinion: replays a plan on a view and says what is wrong with it.
 *
 * <p>It knows the rules once more, in its own words, and shares no code with the placer beyond the model's own values. A
 * mistake would have to be made twice, in two ways of thinking, to move a guest where it must not go.
 *
 * <p>A step is checked as if every step with a smaller number had begun and only those had ended that it is known to wait
 * for. In whatever order and at whatever pace the steps are carried out, no host ever holds more than it does in one of
 * these pictures.
 */
public final class PlanChecker {
    private final ClusterView view;
    private final List<Plan.Step> steps;
    private final Order order;
    private final Occupancy occupancy;
    private final List<Finding> findings = new ArrayList<>();

    private PlanChecker(ClusterView view, List<Plan.Step> steps) {
        this.view = view;
        this.steps = steps;
        this.order = Order.of(steps);
        this.occupancy = new Occupancy(view);
    }

    /** What is wrong, in order of the steps, then of the shut-downs and the cold moves; empty when the plan may be carried out on this view. */
    public static List<Finding> check(ClusterView view, Plan plan) {
        List<Finding> disorder = disorder(plan.steps());
        if (!disorder.isEmpty()) {
            return disorder;
        }
        PlanChecker checker = new PlanChecker(view, plan.steps());
        plan.steps().forEach(checker::checkStep);
        checker.checkSlots();
        plan.shutDowns().forEach(shutDown -> checker.checkShutDown(shutDown.guest(), shutDown.host()));
        for (int index = 0; index < plan.coldMoves().size(); index++) {
            checker.checkColdMove(plan.coldMoves().get(index), plan.coldMoves().subList(0, index));
        }
        return List.copyOf(checker.findings);
    }

    /**
     * The same opinion on a guest that is to be started on a host.
     *
     * @return what is wrong; empty when it may be started there
     */
    public static List<Reason> checkStart(ClusterView view, GuestId guest, GuestSpec spec, HostId target) {
        Optional<HostView> host = view.host(target);
        if (host.isEmpty()) {
            return List.of(notRegistered(target));
        }
        List<Reason> wrong = new ArrayList<>(Compatibility.standing(view.settings(), host.get()));
        wrong.addAll(Compatibility.equipment(spec, host.get()));
        Occupancy occupancy = new Occupancy(view);
        Occupancy.Picture picture = occupancy.picture(host.get());
        picture.arrive(guest, spec, spec.committedMib());
        wrong.addAll(picture.judge(guest, spec));
        return List.copyOf(wrong);
    }

    /**
     * The same opinion on a guest that is off and whose definition is to go.
     *
     * @return what is wrong; empty when it may go
     */
    public static List<Reason> checkRelocation(ClusterView view, Move move, GuestSpec spec) {
        List<Reason> wrong = new ArrayList<>(checkStart(view, move.guest(), spec, move.to()));
        Optional<GuestView> guest = view.guest(move.guest()).filter(known -> known.isOn(move.from()));
        Optional<HostView> from = view.host(move.from());
        Optional<HostView> to = view.host(move.to());
        if (guest.isEmpty() || from.isEmpty() || to.isEmpty()) {
            wrong.add(Reason.of(ReasonCode.GUEST_LOCATION_UNKNOWN)
                    .with("host", move.from().value()));
            return List.copyOf(wrong);
        }
        if (guest.get().state().isActive()) {
            wrong.add(Reason.of(ReasonCode.GUEST_NOT_OFF)
                    .with("state", guest.get().state().name()));
        }
        guest.get().hindrances().stream()
                .filter(Hindrance::blocksWhenOff)
                .map(Hindrance::reason)
                .forEach(wrong::add);
        guest.get()
                .keptBesideIt()
                .forEach(kept -> wrong.add(new Reason(ReasonCode.STATE_LEFT_BEHIND, kept.names(), kept.numbers())));
        wrong.addAll(Compatibility.departure(from.get()));
        wrong.addAll(Compatibility.road(view, spec, from.get(), to.get()));
        wrong.addAll(Compatibility.setting(guest.get(), to.get()));
        return List.copyOf(wrong);
    }

    private static List<Finding> disorder(List<Plan.Step> steps) {
        List<Finding> findings = new ArrayList<>();
        for (int index = 0; index < steps.size(); index++) {
            Plan.Step step = steps.get(index);
            boolean known = step.after().stream().allMatch(earlier -> earlier >= 1 && earlier < step.number());
            if (step.number() != index + 1 || !known) {
                findings.add(new Finding(
                        step.number(),
                        step.move().guest(),
                        Reason.of(ReasonCode.WAITS_FOR_MOVE)
                                .with("move", step.move().guest().toString())));
            }
        }
        return findings;
    }

    private void checkStep(Plan.Step step) {
        Move move = step.move();
        Optional<GuestView> guest = view.guest(move.guest());
        Optional<HostView> from = view.host(move.from());
        Optional<HostView> to = view.host(move.to());
        if (guest.isEmpty() || from.isEmpty() || !isThere(step, guest.get())) {
            report(
                    step,
                    Reason.of(ReasonCode.GUEST_LOCATION_UNKNOWN)
                            .with("host", move.from().value()));
            return;
        }
        if (to.isEmpty()) {
            report(step, notRegistered(move.to()));
            return;
        }
        checkGuest(step, guest.get());
        Compatibility.departure(from.get()).forEach(reason -> report(step, reason));
        Compatibility.standing(view.settings(), to.get()).forEach(reason -> report(step, reason));
        Compatibility.equipment(guest.get().spec(), to.get()).forEach(reason -> report(step, reason));
        Compatibility.setting(guest.get(), to.get()).forEach(reason -> report(step, reason));
        Compatibility.passage(view, guest.get().spec(), from.get(), to.get()).forEach(reason -> report(step, reason));
        CopyCompatibility.of(view, guest.get(), to.get(), broughtBefore(step)).forEach(reason -> report(step, reason));
        CpuCompatibility.of(guest.get(), from.get(), to.get()).forEach(reason -> report(step, reason));
        pictureAt(step, to.get()).judge(guest.get().id(), guest.get().spec()).forEach(reason -> report(step, reason));
    }

    /**
     * As if every live move of the plan and every earlier cold one had arrived, and nobody had left to make room for it. Who
     * boots there takes all of its memory.
     */
    private void checkColdMove(Plan.ColdMove cold, List<Plan.ColdMove> earlier) {
        Move move = cold.move();
        if (!cold.off()) {
            checkShutDown(move.guest(), move.from());
        }
        Optional<GuestView> guest = view.guest(move.guest());
        Optional<HostView> to = view.host(move.to());
        if (guest.isEmpty() || to.isEmpty()) {
            return;
        }
        ClusterView then = view.supposingShutDown(cold.off() ? List.of() : List.of(move.guest()));
        Occupancy.Picture picture = occupancy.picture(to.get());
        arriving(steps.stream().map(Plan.Step::move), move.to())
                .forEach(other -> picture.arrive(other.id(), other.spec(), touchedMib(other)));
        arriving(earlier.stream().map(Plan.ColdMove::move), move.to())
                .filter(GuestView::weighs)
                .forEach(other ->
                        picture.arrive(other.id(), other.spec(), other.spec().committedMib()));
        picture.arrive(move.guest(), guest.get().spec(), guest.get().spec().committedMib());
        Stream.concat(
                        checkRelocation(then, move, guest.get().spec()).stream(),
                        picture.judge(move.guest(), guest.get().spec()).stream())
                .distinct()
                .forEach(reason -> findings.add(new Finding(Finding.NO_STEP, move.guest(), reason)));
    }

    private Stream<GuestView> arriving(Stream<Move> moves, HostId there) {
        return moves.filter(move -> move.to().equals(there)).flatMap(move -> view.guest(move.guest()).stream());
    }

    /** A guest is shut down only where the plan saw it; elsewhere it may well be able to move. */
    private void checkShutDown(GuestId guest, HostId at) {
        Optional<GuestView> there = view.guest(guest).filter(known -> known.isOn(at));
        if (there.isEmpty()) {
            Reason elsewhere = Reason.of(ReasonCode.GUEST_LOCATION_UNKNOWN).with("host", at.value());
            findings.add(new Finding(Finding.NO_STEP, guest, elsewhere));
        } else if (!there.get().state().isActive()) {
            Reason off = Reason.of(ReasonCode.GUEST_NOT_RUNNING)
                    .with("state", there.get().state().name());
            findings.add(new Finding(Finding.NO_STEP, guest, off));
        }
        view.host(at)
                .ifPresent(host -> Compatibility.observed(host)
                        .forEach(reason -> findings.add(new Finding(Finding.NO_STEP, guest, reason))));
    }

    /** The guest's last step before this one brought it here and is known to have ended; or it never moved. */
    private boolean isThere(Plan.Step step, GuestView guest) {
        Optional<Plan.Step> arrival = steps.subList(0, step.number() - 1).stream()
                .filter(earlier -> earlier.move().guest().equals(guest.id()))
                .reduce((first, second) -> second);
        return arrival.map(earlier -> earlier.move().to().equals(step.move().from())
                        && order.hasEndedBefore(earlier.number(), step.number()))
                .orElse(guest.isOn(step.move().from()));
    }

    private void checkGuest(Plan.Step step, GuestView guest) {
        if (guest.state() != GuestState.RUNNING) {
            report(
                    step,
                    Reason.of(ReasonCode.GUEST_NOT_RUNNING)
                            .with("state", guest.state().name()));
        }
        guest.hindrances().stream().filter(Hindrance::blocks).forEach(hindrance -> report(step, hindrance.reason()));
        guest.operation()
                .ifPresent(operation ->
                        report(step, Reason.of(ReasonCode.GUEST_BUSY).with("operation", operation.toString())));
    }

    /** Whom earlier steps bring to the step's destination, and no reservation counts there yet. */
    private List<GuestView> broughtBefore(Plan.Step step) {
        HostId to = step.move().to();
        return steps.subList(0, step.number() - 1).stream()
                .map(Plan.Step::move)
                .filter(earlier -> earlier.to().equals(to))
                .filter(earlier -> view.reservationsOn(to).stream()
                        .noneMatch(held -> held.guest().equals(earlier.guest())))
                .flatMap(earlier -> view.guest(earlier.guest()).stream())
                .toList();
    }

    private Occupancy.Picture pictureAt(Plan.Step step, HostView host) {
        Occupancy.Picture picture = occupancy.picture(host);
        for (Plan.Step earlier : steps.subList(0, step.number())) {
            Move move = earlier.move();
            Optional<GuestView> guest = view.guest(move.guest());
            if (move.to().equals(host.id()) && guest.isPresent()) {
                picture.arrive(move.guest(), guest.get().spec(), touchedMib(guest.get()));
            } else if (move.from().equals(host.id()) && order.hasEndedBefore(earlier.number(), step.number())) {
                picture.depart(move.guest());
            }
        }
        return picture;
    }

    private static long touchedMib(GuestView guest) {
        long ownMib = guest.residentMib() == 0 ? guest.spec().memoryMib() : guest.residentMib();
        return ownMib + guest.spec().overheadMib();
    }

    private void checkSlots() {
        SortedMap<HostId, List<Integer>> out = new TreeMap<>();
        SortedMap<HostId, List<Integer>> in = new TreeMap<>();
        for (Plan.Step step : steps) {
            out.computeIfAbsent(step.move().from(), host -> new ArrayList<>()).add(step.number());
            in.computeIfAbsent(step.move().to(), host -> new ArrayList<>()).add(step.number());
        }
        out.forEach((host, numbers) -> checkSlots("out", numbers, view.migrationsOut(host)));
        in.forEach((host, numbers) -> checkSlots("in", numbers, view.migrationsIn(host)));
    }

    private void checkSlots(String direction, List<Integer> numbers, int limit) {
        int most = order.mostAtOnce(numbers);
        if (most > limit) {
            findings.add(new Finding(
                    numbers.getLast(),
                    steps.get(numbers.getLast() - 1).move().guest(),
                    Reason.of(ReasonCode.MIGRATION_SLOTS_TAKEN)
                            .with("direction", direction)
                            .with("running", most)
                            .with("limit", limit)));
        }
    }

    private void report(Plan.Step step, Reason reason) {
        findings.add(new Finding(step.number(), step.move().guest(), reason));
    }

    private static Reason notRegistered(HostId host) {
        return Reason.of(ReasonCode.NO_HOSTS).with("host", host.value()).with("hosts", 0);
    }
}
