package io.kvmherd.controller.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Carries a plan out at a random pace, bound by {@code after} alone, and looks at every host after each event. It counts
 * with nothing but the specifications: a third opinion, as simple as can be.
 */
public final class AnyPace {
    private final ClusterView view;
    private final List<Plan.Step> waiting;
    private final List<Plan.Step> running = new ArrayList<>();
    private final TreeSet<Integer> ended = new TreeSet<>();
    private final List<Seat> seats = new ArrayList<>();

    private AnyPace(ClusterView view, Plan plan) {
        this.view = view;
        this.waiting = new ArrayList<>(plan.steps());
        view.guests().values().stream()
                .filter(GuestView::weighs)
                .forEach(guest -> seats.add(new Seat(guest.id(), guest.host().orElseThrow())));
    }

    /** Fails with the limit that was broken; returns where every guest is in the end. */
    public static List<Seat> run(ClusterView view, Plan plan, long seed) {
        AnyPace pace = new AnyPace(view, plan);
        Random random = new Random(seed);
        while (!pace.waiting.isEmpty() || !pace.running.isEmpty()) {
            List<Plan.Step> ready = pace.waiting.stream()
                    .filter(step -> pace.ended.containsAll(step.after()))
                    .toList();
            assertThat(ready.size() + pace.running.size())
                    .as("steps that can go on")
                    .isPositive();
            if (!ready.isEmpty() && (pace.running.isEmpty() || random.nextInt(3) > 0)) {
                pace.begin(ready.get(random.nextInt(ready.size())));
            } else {
                pace.end(pace.running.get(random.nextInt(pace.running.size())));
            }
        }
        return List.copyOf(pace.seats);
    }

    /** A guest on a host; one that moves has two. */
    public record Seat(GuestId guest, HostId host) {}

    private void begin(Plan.Step step) {
        Move move = step.move();
        assertThat(seats)
                .as("step %s leaves from where the guest is", step)
                .contains(new Seat(move.guest(), move.from()));
        waiting.remove(step);
        running.add(step);
        seats.add(new Seat(move.guest(), move.to()));
        assertLegal(step, move.to());
        assertThat(vendor(move.from())).as("vendor in step %s", step).isEqualTo(vendor(move.to()));
        assertSlots(step);
    }

    private void end(Plan.Step step) {
        running.remove(step);
        ended.add(step.number());
        seats.remove(new Seat(step.move().guest(), step.move().from()));
    }

    private void assertLegal(Plan.Step step, HostId id) {
        HostView host = view.host(id).orElseThrow();
        HostFacts facts = host.facts().orElseThrow();
        List<GuestSpec> there = seats.stream()
                .filter(seat -> seat.host().equals(id))
                .map(seat -> view.guest(seat.guest()).orElseThrow().spec())
                .toList();
        long foreignMib = host.unmanaged().stream()
                .mapToLong(guest -> guest.memoryMib() + guest.memoryMib() / 512 + 64 + 8L * guest.vcpus())
                .sum();
        long usableMib = facts.memoryMib() - view.settings().hostReserveMib();
        assertThat(foreignMib
                        + there.stream().mapToLong(GuestSpec::committedMib).sum())
                .as("committed on %s after step %s", id, step)
                .isLessThanOrEqualTo(usableMib * view.settings().ratios().memoryPercent() / 100);
        assertThat(foreignMib
                        + there.stream().mapToLong(GuestSpec::guaranteedMib).sum())
                .as("guaranteed on %s after step %s", id, step)
                .isLessThanOrEqualTo(usableMib);
        assertThat(host.unmanaged().size()
                        + there.stream().mapToInt(GuestSpec::vcpus).sum())
                .as("virtual CPUs on %s after step %s", id, step)
                .isLessThanOrEqualTo((int) (4 * (facts.cores() + 0.3 * (facts.threads() - facts.cores()))));
        List<String> groups = there.stream()
                .map(GuestSpec::antiAffinityGroup)
                .filter(group -> !group.isEmpty())
                .toList();
        assertThat(groups).as("groups on %s after step %s", id, step).doesNotHaveDuplicates();
    }

    private void assertSlots(Plan.Step step) {
        assertThat(running.stream()
                        .filter(other -> other.move().from().equals(step.move().from()))
                        .count())
                .as("migrations out with step %s", step)
                .isLessThanOrEqualTo(view.settings().migrationsOutPerHost());
        assertThat(running.stream()
                        .filter(other -> other.move().to().equals(step.move().to()))
                        .count())
                .as("migrations in with step %s", step)
                .isLessThanOrEqualTo(view.settings().migrationsInPerHost());
    }

    private CpuVendor vendor(HostId host) {
        return view.host(host).orElseThrow().facts().orElseThrow().cpu().vendor();
    }
}
