package io.kvmherd.controller.app.testing;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.memory.MemoryStore;
import io.kvmherd.controller.app.port.Effect;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.step.ControllerStep;
import io.kvmherd.controller.app.step.StepResult;
import io.kvmherd.controller.engine.operation.Phase;
import io.kvmherd.controller.engine.view.ClusterSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * One controller, its store and its hosts, in virtual time. Every turn is committed before its effects happen, and
 * checked.
 *
 * <p>Hosts are named h1, h2 ...; each has 8 cores, 16 threads and 32 GiB for guests. The pool {@code shared} is declared
 * shared and is; {@code fake-shared} is declared shared and is not.
 */
public final class World {
    private static final long TICK_MS = 1_000;
    private static final long SETTLE_MS = 4L * 60 * 60 * 1_000;
    private static final Instant MORNING = Instant.parse("2026-03-01T08:00:00Z");

    /** Something to be done when an operation enters a phase. */
    private record Ambush(Phase phase, long delayMs, Runnable what) {}

    private final Timeline time = new Timeline();
    private final MemoryStore store = new MemoryStore();
    private final TurnChecks checks = new TurnChecks(store);
    private final FakeMigrations migrations = new FakeMigrations(time);
    private final SortedMap<HostId, FakeHost> hosts = new TreeMap<>();
    private final SortedMap<HostId, FakeAgent> agents = new TreeMap<>();
    private final SortedMap<UUID, Response> answers = new TreeMap<>();
    private final List<EventRecord> events = new ArrayList<>();
    private final List<Ambush> ambushes = new ArrayList<>();
    private final TreeSet<Long> openLinks = new TreeSet<>();
    private final ClusterSettings settings;
    private ControllerState state;
    private boolean serving = true;
    private boolean deaf;
    private boolean diesAfterCommit;
    private long links;
    private long ids;
    private long traceHash = 17;

    private World(ClusterSettings settings) {
        this.settings = settings;
        state = start();
        time.after(TICK_MS, this::tick);
    }

    /** Intel hosts h1 to hN, linked and reported. */
    public static World of(int hosts) {
        return of(hosts, ClusterSettings.DEFAULT);
    }

    public static World of(int hosts, ClusterSettings settings) {
        World world = new World(settings);
        for (int number = 1; number <= hosts; number++) {
            world.addHost("h" + number, CpuVendor.INTEL, 34 * 1_024L);
        }
        return world.run(2_000);
    }

    public World addHost(String name, CpuVendor vendor, long memoryMib) {
        FakeHost host = new FakeHost(name, vendor, memoryMib);
        hosts.put(host.id, host);
        agents.put(host.id, new FakeAgent(this, host, new FakeCommands(host, this::allHosts, migrations), migrations));
        return this;
    }

    /** Lets time pass. */
    public World run(long durationMs) {
        time.runUntil(time.nowMs() + durationMs);
        return this;
    }

    /** Lets time pass until no operation is open. */
    public World settle() {
        long until = time.nowMs() + SETTLE_MS;
        while (!openOperations().isEmpty()) {
            if (time.nowMs() > until) {
                throw new AssertionError("never ended: " + openOperations());
            }
            run(TICK_MS);
        }
        return run(TICK_MS);
    }

    public Response ask(Request request) {
        return ask(Caller.withoutKey("root"), request);
    }

    /** Asks and takes the answer of the same turn. */
    public Response ask(Caller caller, Request request) {
        UUID id = nextId();
        feed(new Input.RequestArrived(id, caller, request));
        return Optional.ofNullable(answers.get(id)).orElseThrow(() -> new AssertionError("no answer to " + request));
    }

    /** Asks something that is answered later. */
    public UUID askAndWait(Request request) {
        return askAndWait(Caller.withoutKey("root"), request);
    }

    /** Asks something that is answered later. */
    public UUID askAndWait(Caller caller, Request request) {
        UUID id = nextId();
        feed(new Input.RequestArrived(id, caller, request));
        return id;
    }

    public Optional<Response> answerTo(UUID request) {
        return Optional.ofNullable(answers.get(request));
    }

    /** The operation that a request was accepted with. */
    public OperationId accepted(Request request) {
        Response response = ask(request);
        if (response instanceof Response.Accepted accepted) {
            return accepted.operation().id();
        }
        throw new AssertionError("not accepted: " + response);
    }

    public Response.Refused refused(Request request) {
        Response response = ask(request);
        if (response instanceof Response.Refused refused) {
            return refused;
        }
        throw new AssertionError("not refused: " + response);
    }

    /** A guest that runs on that host. */
    public World guest(GuestSpec spec, String host) {
        accepted(new Request.CreateGuest(spec, true, Optional.of(new HostId(host)), false, ""));
        return settle();
    }

    /** The host takes guests again, and those that evacuations took from it come back. */
    public OperationRecord restored(String host, RestoreScope scope) {
        ask(Asking.uncordon(host));
        OperationId operation = accepted(Asking.restoreHost(host, scope));
        settle();
        return operation(operation);
    }

    public HostDuty duty(String host) {
        return entry(host).record().duty();
    }

    /** Does something when an operation enters a phase, or some time after. */
    public World whenIn(Phase phase, long delayMs, Runnable what) {
        ambushes.add(new Ambush(phase, delayMs, what));
        return this;
    }

    /** The controller's process ends and another takes over from the store. */
    public World restart() {
        List<Long> broken = List.copyOf(openLinks);
        openLinks.clear();
        state = start();
        agents.values().forEach(agent -> broken.forEach(agent::dropped));
        return this;
    }

    /** The controller's process ends right after the next commit: what it wrote lasts, what it would have sent is lost. */
    public World dieAfterNextCommit() {
        diesAfterCommit = true;
        return this;
    }

    /** No controller serves: agents cannot connect, nothing is decided. */
    public World stopServing() {
        serving = false;
        deaf = true;
        List<Long> broken = List.copyOf(openLinks);
        openLinks.clear();
        agents.values().forEach(agent -> broken.forEach(agent::dropped));
        return this;
    }

    public World serveAgain() {
        serving = true;
        deaf = false;
        return restart();
    }

    public World allowDoubleRuns() {
        checks.allowDoubleRuns();
        return this;
    }

    /** One turn over these inputs. */
    public void feed(Input... inputs) {
        if (deaf) {
            return;
        }
        Moment now = moment();
        ControllerState before = state;
        StepResult result = ControllerStep.step(before, List.of(inputs), now, this::nextId);
        if (!result.writes().isEmpty()) {
            store.commit(before.identity().epoch(), result.state().journalSequence(), result.writes());
        }
        state = result.state();
        checks.afterCommit(before, result, now);
        if (diesAfterCommit && !result.writes().isEmpty()) {
            diesAfterCommit = false;
            restart();
            return;
        }
        traceHash = traceHash * 31 + (time.nowMs() + result.writes().toString() + result.effects()).hashCode();
        result.effects().forEach(this::perform);
        checks.hostsAreSane(allHosts());
        spring(before);
    }

    public ControllerState state() {
        return state;
    }

    public MemoryStore store() {
        return store;
    }

    public FakeAgent agent(String host) {
        return known(agents, new HostId(host));
    }

    public FakeHost host(String name) {
        return known(hosts, new HostId(name));
    }

    public List<FakeAgent> allAgents() {
        return List.copyOf(agents.values());
    }

    public HostEntry entry(String host) {
        return known(state.hosts(), new HostId(host));
    }

    public GuestRecord guest(String name) {
        return state.guestNamed(name).orElseThrow(() -> new AssertionError("no guest " + name));
    }

    public OperationRecord operation(OperationId id) {
        return known(state.operations(), id).record();
    }

    public List<OperationRecord> openOperations() {
        return state.operations().values().stream()
                .map(OperationEntry::record)
                .filter(OperationRecord::isOpen)
                .toList();
    }

    /** Where a guest's virtual CPUs really run. */
    public List<String> runsOn(String name) {
        return hosts.values().stream()
                .filter(host -> host.guests.values().stream()
                        .anyMatch(guest -> guest.name().equals(name) && guest.runs()))
                .map(host -> host.id.value())
                .toList();
    }

    public List<EventRecord> events(EventRecord.What what) {
        return events.stream().filter(event -> event.what() == what).toList();
    }

    public World migrationWillEnd(String guest, MigrationEnd end) {
        migrations.willEnd(guest(guest).id(), end);
        return this;
    }

    /** Every migration that began, as guest, source and destination. */
    public List<String> migrationHistory() {
        return migrations.history();
    }

    /** Of everything that every turn wrote and sent. */
    public long traceHash() {
        return traceHash;
    }

    public Moment moment() {
        return new Moment(time.nowMs(), MORNING.plusMillis(time.nowMs()));
    }

    Timeline time() {
        return time;
    }

    boolean isServing() {
        return serving;
    }

    List<FakeHost> allHosts() {
        return List.copyOf(hosts.values());
    }

    FakeHost hostOf(HostId id) {
        return known(hosts, id);
    }

    long nextLink() {
        links++;
        openLinks.add(links);
        return links;
    }

    void arrives(long delayMs, Input input) {
        if (input instanceof Input.LinkClosed closed) {
            openLinks.remove(closed.link());
        }
        time.after(delayMs, () -> feed(input));
    }

    /** What was said on a link that broke meanwhile is lost. */
    void arrivesOnLink(HostId host, long link, LinkMessage.FromAgent message) {
        time.after(FakeAgent.DELIVERY_MS, () -> {
            if (openLinks.contains(link)) {
                feed(new Input.MessageArrived(host, link, message));
            }
        });
    }

    private ControllerState start() {
        TreeSet<String> declared = new TreeSet<>(List.of("shared", "fake-shared"));
        return ControllerStep.start(store.takeEpoch(nextId()), store.load(), settings, declared, moment());
    }

    private void tick() {
        feed(new Input.Tick());
        time.after(TICK_MS, this::tick);
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Send send ->
                time.after(
                        FakeAgent.DELIVERY_MS, () -> known(agents, send.host()).hear(send.link(), send.message()));
            case Effect.Answer answer -> {
                if (answers.put(answer.request(), answer.response()) != null) {
                    throw new AssertionError("answered twice: " + answer);
                }
            }
            case Effect.Publish publish -> events.add(publish.event());
            case Effect.CloseLink close -> {
                openLinks.remove(close.link());
                known(agents, close.host()).dropped(close.link());
            }
        }
    }

    private void spring(ControllerState before) {
        for (OperationEntry entry : state.operations().values()) {
            Phase phase = entry.record().phase();
            OperationEntry earlier = before.operations().get(entry.record().id());
            boolean entered = earlier == null || earlier.record().phase() != phase;
            List<Ambush> due = ambushes.stream()
                    .filter(ambush -> entered && ambush.phase() == phase)
                    .toList();
            ambushes.removeAll(due);
            due.forEach(ambush -> time.after(ambush.delayMs(), ambush.what()));
        }
    }

    private static <K, V> V known(SortedMap<K, V> map, K key) {
        return Optional.ofNullable(map.get(key)).orElseThrow(() -> new AssertionError("no " + key));
    }

    private UUID nextId() {
        ids++;
        return new UUID((ids << 16) | 0x7000L, 0x8000_0000_0000_0000L);
    }
}
