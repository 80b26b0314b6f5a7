package io.kvmherd.controller.simulator;

import io.kvmherd.agent.core.simulated.SimulatedCluster;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.controller.app.memory.MemoryStore;
import io.kvmherd.controller.app.port.Effect;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.OperationEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cluster: hosts with their agents, a database, controllers one after the other, somebody who asks. */
final class World {
    private static final long TICK_MS = 1_000;
    private static final long REPORT_MS = 2_000;
    private static final long ASK_MAX_MS = 10_000;
    private static final long RESTART_MAX_MS = 8_000;
    private static final long BACKUP_MS = 60_000;
    private static final int BACKUPS = 10;
    private static final long DARK_MAX_MS = 60_000;
    private static final long REPORT_LATE_MAX_MS = 20_000;

    private final Surroundings world;
    private final Wire wire;
    private final Operator operator;
    private final List<Wire.Plug> plugs = new ArrayList<>();
    private final List<MemoryStore> backups = new ArrayList<>();
    private final Set<Wire.Plug> disturbed = new LinkedHashSet<>();
    private final Set<Wire.Plug> dark = new LinkedHashSet<>();
    private MemoryStore database = new MemoryStore();
    private Optional<MemoryStore> right = Optional.empty();
    private ControllerProcess leader;
    private boolean asking = true;
    private boolean starting;
    private long ids;

    World(SimulationPlan plan, Surroundings world) {
        this.world = world;
        this.wire = new Wire(world);
        this.operator = new Operator(plan);
        SimulatedCluster hypervisors = new SimulatedCluster();
        for (int number = 0; number < plan.hosts(); number++) {
            Node node = new Node(number, hypervisors, world.labour());
            Wire.Plug plug = new Wire.Plug(node, new AgentProcess(node, world, wire));
            plugs.add(plug);
            world.oracle().watch(plug);
            plug.agent().start();
            world.time().after(world.randomMs(REPORT_MS), () -> report(plug));
        }
        leader = started();
        world.time().after(TICK_MS, this::tick);
        world.time().after(BACKUP_MS, this::backUp);
        world.time().after(world.randomMs(ASK_MAX_MS), this::ask);
    }

    List<Wire.Plug> plugs() {
        return plugs;
    }

    Wire wire() {
        return wire;
    }

    /** The process that was started last; it may be frozen, or dead for a moment. */
    ControllerProcess leader() {
        return leader;
    }

    MemoryStore database() {
        return database;
    }

    /** Nobody asks for anything any more. */
    void quiet() {
        asking = false;
    }

    /** Another process takes over from one that seems to be gone. */
    void replace(ControllerProcess gone) {
        if (leader == gone) {
            leader = started();
        }
    }

    void disturbReports(Wire.Plug plug, boolean on) {
        if (on) {
            disturbed.add(plug);
        } else {
            disturbed.remove(plug);
        }
    }

    /** The agent's process ends, and its links with it. */
    void killAgent(Wire.Plug plug) {
        plug.agent().kill();
        wire.breakAll(plug);
    }

    /** A host has lost its power, and gets it back after that time; does nothing when it will already. */
    void goesDark(Wire.Plug plug, long lengthMs) {
        if (!dark.add(plug)) {
            return;
        }
        killAgent(plug);
        world.time().after(lengthMs, () -> {
            dark.remove(plug);
            plug.node().restorePower();
            plug.agent().start();
            world.trace().tell(plug.node().id() + ": power is back");
        });
    }

    /** A backup is put in the database's place, and some time later the right one again. */
    void useOldDatabase(long lengthMs) {
        if (right.isPresent() || backups.isEmpty()) {
            return;
        }
        right = Optional.of(database);
        use(backups.get(world.random().nextInt(backups.size())).copy());
        world.time().after(lengthMs, this::useRightDatabase);
    }

    void useRightDatabase() {
        right.ifPresent(this::use);
        right = Optional.empty();
    }

    private void use(MemoryStore store) {
        world.trace().tell("the database is another one");
        leader.kill();
        wire.breakAll(leader);
        database = store;
        world.oracle().databaseChanged();
    }

    private ControllerProcess started() {
        MemoryStore before = backups.isEmpty() ? database : backups.getFirst();
        database = world.tampering().found(database, before);
        return new ControllerProcess(world, database, this::nextId, this::perform);
    }

    private void tick() {
        if (leader.isDead() && !starting) {
            starting = true;
            wire.breakAll(leader);
            world.time().after(world.randomMs(RESTART_MAX_MS), () -> {
                starting = false;
                if (leader.isDead()) {
                    leader = started();
                }
            });
        }
        leader.feed(new Input.Tick());
        for (Wire.Plug plug : plugs) {
            wire.dial(plug, leader);
            if (!plug.node().outside().hasPower()) {
                goesDark(plug, world.randomMs(DARK_MAX_MS));
            }
        }
        world.time().after(TICK_MS, this::tick);
    }

    private void report(Wire.Plug plug) {
        plug.agent().report().ifPresent(report -> {
            if (!disturbed.contains(plug)) {
                deliver(report);
            } else {
                for (int times = world.random().nextInt(3); times > 0; times--) {
                    world.time().after(world.randomMs(REPORT_LATE_MAX_MS), () -> deliver(report));
                }
            }
        });
        world.time().after(REPORT_MS, () -> report(plug));
    }

    private void deliver(HostReport report) {
        leader.feed(new Input.ReportArrived(report));
    }

    private void backUp() {
        if (right.isEmpty()) {
            if (backups.size() == BACKUPS) {
                backups.removeFirst();
            }
            backups.add(database.copy());
        }
        world.time().after(BACKUP_MS, this::backUp);
    }

    private void ask() {
        if (asking && right.isEmpty() && leader.runs()) {
            Set<OperationId> open = new TreeSet<>();
            for (OperationEntry entry : leader.state().operations().values()) {
                if (entry.record().isOpen()) {
                    open.add(entry.record().id());
                }
            }
            Request request = operator.next(open);
            world.trace().tell("asks: " + request);
            leader.feed(new Input.RequestArrived(nextId(), Caller.withoutKey("root"), request));
        }
        world.time().after(world.randomMs(ASK_MAX_MS), this::ask);
    }

    private void perform(ControllerProcess from, Effect effect) {
        switch (effect) {
            case Effect.Send send -> wire.toAgent(send.link(), send.message());
            case Effect.Answer answer ->
                world.trace().tell("answer: " + answer.response().getClass().getSimpleName());
            case Effect.Publish publish -> world.trace().tell("event: " + told(publish.event()));
            case Effect.CloseLink close -> wire.hangUp(close.link());
        }
    }

    private static String told(EventRecord event) {
        return Stream.of(
                        Optional.of(event.what().name()),
                        event.host().map(HostId::value),
                        event.guest().map(GuestId::toString))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    private UUID nextId() {
        ids++;
        return new UUID((ids << 16) | 0x7000L, 0x8000_0000_0000_0000L);
    }
}
