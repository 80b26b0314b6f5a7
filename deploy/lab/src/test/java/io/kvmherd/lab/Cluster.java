package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/** The cluster under test: what an operator does with it, and what must be true of a guest. Every call blocks. */
final class Cluster {
    /** The states of what virsh calls "shut off". */
    static final Set<String> OFF = Set.of("SHUT_OFF", "SHUT_OFF_SAVED", "CRASHED");

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration OPERATION_ENDS = Duration.ofMinutes(4);
    private static final Duration TICKS_GO_ON = Duration.ofSeconds(40);
    /** A guest that is started again boots before it ticks. */
    private static final Duration TICKS_BEGIN = Duration.ofMinutes(2);
    /** Everything on an emulated host takes its time. */
    private static final Duration TICKS_GO_ON_EMULATED = Duration.ofMinutes(10);
    /** A tick line may be torn when the guest leaves, and another when it arrives. */
    private static final long TORN_LINES = 2;

    private final Lab lab;
    private final ApiSocket api = new ApiSocket(Lab.SOCKET);

    Cluster(Lab lab) {
        this.lab = lab;
    }

    /** A guest that exists. */
    record Guest(String name, String id, String host) {}

    Lab lab() {
        return lab;
    }

    ApiSocket api() {
        return api;
    }

    Told kvmherd(String... arguments) {
        return lab.kvmherd(arguments);
    }

    /** Creates a guest and waits until it ticks. */
    Guest create(GuestOrder order) {
        Guest guest = createOnly(order);
        awaitFreshTick(guest.name(), guest.host());
        return guest;
    }

    /** Creates a guest and leaves it to boot by itself. */
    Guest createOnly(GuestOrder order) {
        kvmherd(order.command().toArray(String[]::new)).data();
        return guest(order.name());
    }

    /** As {@link #create}, on a host of the test's choice: the others take no guests meanwhile. */
    Guest createOn(String host, GuestOrder order) {
        Guest guest = bootOn(host, order);
        awaitFreshTick(guest.name(), host);
        return guest;
    }

    /** As {@link #createOn}, and leaves it to boot by itself, so that several may boot at the same time. */
    Guest bootOn(String host, GuestOrder order) {
        List<String> others =
                lab.hosts().stream().filter(other -> !other.equals(host)).toList();
        others.forEach(other -> post("/v1/hosts/" + other + "/cordon"));
        try {
            return createOnly(order);
        } finally {
            others.forEach(other -> post("/v1/hosts/" + other + "/uncordon"));
        }
    }

    /** Waits until guests that were left to boot by themselves tick. */
    void awaitTicking(List<Guest> guests) {
        guests.forEach(guest -> awaitFreshTick(guest.name(), guest.host()));
    }

    Guest guest(String name) {
        JsonNode guest = get("/v1/guests/" + name);
        return new Guest(
                guest.path("name").asText(),
                guest.path("id").asText(),
                guest.path("host").asText());
    }

    JsonNode host(String name) {
        return get("/v1/hosts/" + name);
    }

    JsonNode operation(String id) {
        return get("/v1/operations/" + id);
    }

    JsonNode get(String path) {
        ApiSocket.Answer answer = api.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** A change that must be accepted. */
    JsonNode post(String path) {
        ApiSocket.Answer answer = api.post(path, "{}");
        assertThat(answer.status()).as(answer.body()).isBetween(200, 202);
        return answer.json();
    }

    /** Makes a volume on the shared pool and lets every host that has the pool see it. Answers POOL/NAME:FORMAT. */
    String sharedVolume(String name) {
        return sharedVolume(name, "raw");
    }

    String sharedVolume(String name, String format) {
        List<String> hosts = lab.namespaceHosts();
        lab.virsh(hosts.getFirst(), "vol-create-as", "shared", name, "16M", "--format", format);
        hosts.forEach(host -> lab.virsh(host, "pool-refresh", "shared"));
        return "shared/" + name + ":" + format;
    }

    /** Begins something and answers its operation's id. */
    String begin(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--no-wait");
        return kvmherd(all.toArray(String[]::new)).data().path("id").asText();
    }

    JsonNode awaitOperation(String id, String what, Predicate<JsonNode> wanted) {
        return await(what + ", operation " + id)
                .atMost(OPERATION_ENDS)
                .pollInterval(POLL)
                .pollInSameThread()
                .until(() -> operation(id), wanted);
    }

    JsonNode awaitEnd(String id) {
        return awaitOperation(id, "end", operation -> isEnded(operation));
    }

    /** Waits until a migration's memory is really under way, as the source's libvirt sees it. */
    void awaitSending(String id, Guest guest) {
        awaitOperation(id, "phase SEND", operation -> {
            assertThat(isEnded(operation)).as("ended too early: " + operation).isFalse();
            return operation.path("phase").asText().equals("SEND");
        });
        await("libvirt sends " + guest.name())
                .atMost(Duration.ofSeconds(60))
                .pollInterval(POLL)
                .pollInSameThread()
                .until(() -> lab.virsh(guest.host(), "domjobinfo", guest.name()).contains("Memory processed"));
    }

    static boolean isEnded(JsonNode operation) {
        return !List.of("QUEUED", "RUNNING").contains(operation.path("state").asText());
    }

    void awaitAllHostsUp() {
        await("all hosts are up and have told what they have")
                .atMost(Duration.ofMinutes(6))
                .pollInterval(POLL)
                .pollInSameThread()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(Json.list(get("/v1/hosts"), "items"))
                        .filteredOn(host -> host.path("reachability").asText().equals("UP")
                                && host.path("inventoried").asBoolean())
                        .extracting(host -> host.path("name").asText())
                        .containsAll(lab.hosts()));
    }

    /** Makes a guest so slow to send that there is time to break things. */
    void slowDown(Guest guest) {
        lab.virsh(guest.host(), "migrate-setspeed", guest.name(), "2");
    }

    void speedUp(Guest guest) {
        lab.virsh(guest.host(), "migrate-setspeed", guest.name(), "1000");
    }

    /** All of the cluster's hosts on which libvirt has the guest's domain, with the domain's state. */
    SortedMap<String, String> whereIs(String guest) {
        SortedMap<String, String> found = new ConcurrentSkipListMap<>();
        lab.hosts().parallelStream()
                .forEach(host ->
                        Optional.ofNullable(lab.domains(host).get(guest)).ifPresent(state -> found.put(host, state)));
        return found;
    }

    /** API, libvirt on every host, and the guest itself agree: it runs here, once, in its first life, and goes on. */
    void assertRunsOnceOn(Guest guest, String host) {
        await("API and libvirt agree that " + guest.name() + " runs on " + host)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(POLL)
                .pollInSameThread()
                .untilAsserted(() -> {
                    assertThat(whereIs(guest.name())).isEqualTo(Map.of(host, "running"));
                    JsonNode told = get("/v1/guests/" + guest.id());
                    assertThat(told.path("state").asText()).isEqualTo("RUNNING");
                    assertThat(told.path("host").asText()).isEqualTo(host);
                });
        awaitFreshTick(guest.name(), host);
        assertNeverRanTwice(guest);
    }

    /** It is defined once, runs here, and this is its life of that number; none of its lives met another. */
    void assertLivesOn(Guest guest, String host, int life) {
        await(guest.name() + " is on " + host + " in its life " + life)
                .atMost(TICKS_BEGIN)
                .pollInterval(POLL)
                .pollInSameThread()
                .untilAsserted(() -> {
                    assertThat(whereIs(guest.name())).isEqualTo(Map.of(host, "running"));
                    assertThat(lab.ticks(guest.name()).boots()).isEqualTo(life);
                });
        awaitFreshTick(guest.name(), host);
        assertNeverTwiceAtOnce(lab.ticks(guest.name()));
    }

    /** The same tick on two hosts, or two lives at once, would be a guest that ran twice. */
    static void assertNeverTwiceAtOnce(Ticks ticks) {
        assertThat(ticks.duplicates()).as("ticks on two hosts: " + ticks).isZero();
        assertThat(ticks.overlaps()).as("two lives at once: " + ticks).isZero();
    }

    /** No second life, no second copy, no hole in the log. */
    void assertNeverRanTwice(Guest guest) {
        Ticks ticks = lab.ticks(guest.name());
        assertThat(ticks.boots()).as("lives: " + ticks).isEqualTo(1);
        assertNeverTwiceAtOnce(ticks);
        assertThat(ticks.missing()).as("ticks never seen: " + ticks).isLessThanOrEqualTo(TORN_LINES);
    }

    private void awaitFreshTick(String guest, String host) {
        long before = lab.newestTick(host, guest);
        await(guest + " goes on ticking on " + host + " after tick " + before)
                .atMost(lab.isEmulated(host) ? TICKS_GO_ON_EMULATED : TICKS_GO_ON)
                .pollInterval(POLL)
                .pollInSameThread()
                .until(() -> lab.newestTick(host, guest) > before);
    }
}
