package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import io.kvmherd.lab.Colleague.Deed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a colleague did, held against what kvmherd shows of it.
 *
 * <p>A deed during one of kvmherd's own operations is that operation's to explain; every other one must be shown as an outside
 * change, of the kind that it was, on the host on which it was done, noticed after it was done. The state of a guest is told
 * by events, so such a deed is awaited at once. Edits, snapshots and autostart are found by the agents' sweeps; they are awaited
 * before the next deed on the same guest, which may hide them, or at the end.
 */
final class OutsideDiary {
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(120);

    private final Cluster cluster;
    private final String seed;
    private final Set<Shown> shown = new HashSet<>();
    private final List<Expected> expected = new ArrayList<>();

    private record Expected(Deed deed, Instant since) {}

    private record Shown(String guest, String what, String host, Instant at) {
        static Shown of(String guest, JsonNode change) {
            return new Shown(
                    guest,
                    change.path("what").asText(),
                    change.path("host").asText(),
                    Instant.parse(change.path("at").asText()));
        }
    }

    OutsideDiary(Cluster cluster, String seed) {
        this.cluster = cluster;
        this.seed = seed;
    }

    /** Waits until the guest's definition was read, for what was done before that cannot be seen. */
    void awaitKnown(Guest guest) {
        await("the definition of " + guest.name() + " is known")
                .atMost(SHOWN_WITHIN)
                .pollInSameThread()
                .until(() -> cluster.get("/v1/guests/" + guest.id() + "/drift")
                        .path("known")
                        .asBoolean());
    }

    /** Has something done to the guest, and expects it to be shown unless an operation had the guest meanwhile. */
    Optional<Deed> note(Guest guest, Supplier<Optional<Deed>> act) {
        if (expected.stream().anyMatch(waiting -> waiting.deed().guest().equals(guest.id()))) {
            awaitShown();
        }
        Set<String> before = operations(guest);
        boolean busy = isBusy(guest);
        Instant since = Instant.now();
        Optional<Deed> done = act.get();
        if (done.isEmpty() || busy || !operations(guest).equals(before) && !follows(done.get())) {
            return done;
        }
        expected.add(new Expected(done.get(), since));
        if (done.get().isOfState()) {
            awaitShown();
        }
        return done;
    }

    /** Waits until everything that was expected is shown. */
    void awaitShown() {
        await("what was done by hand is shown, " + seed)
                .atMost(SHOWN_WITHIN)
                .pollInSameThread()
                .untilAsserted(() -> {
                    expected.removeIf(this::isShown);
                    assertThat(expected).as(seed).isEmpty();
                });
    }

    private boolean isShown(Expected wanted) {
        Deed deed = wanted.deed();
        Json.list(cluster.get("/v1/guests/" + deed.guest()), "outside")
                .forEach(change -> shown.add(Shown.of(deed.guest(), change)));
        return shown.stream()
                .anyMatch(change -> change.guest().equals(deed.guest())
                        && change.what().equals(deed.what())
                        && change.host().equals(deed.host())
                        && !change.at().isBefore(wanted.since()));
    }

    /** A guest that was moved by hand is followed by an operation at once. */
    private static boolean follows(Deed deed) {
        return deed.what().equals("MOVED_AWAY");
    }

    /** An operation of a whole host may begin one of this guest at any moment. */
    private boolean isBusy(Guest guest) {
        return Json.list(cluster.get("/v1/operations?open=true&limit=500"), "items").stream()
                .map(operation -> operation.path("guest").asText())
                .anyMatch(its -> its.isEmpty() || its.equals(guest.id()));
    }

    private Set<String> operations(Guest guest) {
        Set<String> ids = new HashSet<>();
        Json.list(cluster.get("/v1/operations?limit=500"), "items").stream()
                .filter(operation -> operation.path("guest").asText().equals(guest.id()))
                .forEach(operation -> ids.add(operation.path("id").asText()));
        return ids;
    }
}
