package io.kvmherd.controller.app.testing;

import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.engine.testing.GuestMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Requests and faults in an order that a seed draws. Whatever it does, the world checks every turn. */
public final class RandomWorld {
    private static final int HOSTS = 4;
    private static final int NAMES = 8;

    private final Random random;
    private final World world;
    private final boolean powerMayFail;

    public RandomWorld(long seed) {
        random = new Random(seed);
        powerMayFail = seed % 2 == 0;
        world = World.of(HOSTS - 1)
                .addHost("h" + HOSTS, CpuVendor.AMD, 34 * 1_024L)
                .run(2_000);
    }

    public RandomWorld live(int events) {
        for (int number = 0; number < events; number++) {
            if (random.nextInt(3) > 0) {
                world.askAndWait(request());
            } else {
                fault();
            }
            world.run(random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(400));
        }
        return this;
    }

    /**
     * All faults end and time passes: every operation must end, and every guest must be where its record says, or nowhere.
     *
     * @return hash of everything that happened
     */
    public long comeToRest() {
        world.allAgents().forEach(agent -> {
            agent.speak();
            agent.reportAgain();
            agent.answerLater(0);
            agent.revive();
            agent.comeBack();
        });
        world.run(30_000).settle().run(30_000);
        for (GuestRecord guest : world.state().guests().values()) {
            guest.host()
                    .ifPresent(owner -> require(
                            world.runsOn(guest.spec().name()).stream().allMatch(owner.value()::equals),
                            guest + " runs on " + world.runsOn(guest.spec().name())));
        }
        require(
                world.store().reservations().isEmpty(),
                "reserved by nobody: " + world.store().reservations());
        for (String move : world.migrationHistory()) {
            String[] parts = move.split(" ", -1);
            require(
                    world.host(parts[1]).vendor.equals(world.host(parts[2]).vendor),
                    "a guest went to another vendor: " + move);
        }
        return world.traceHash();
    }

    private Request request() {
        String guest = "g" + random.nextInt(NAMES);
        String host = host();
        return switch (random.nextInt(18)) {
            case 0, 1, 2 -> new Request.CreateGuest(spec(guest), random.nextInt(4) > 0, Optional.empty(), false, "");
            case 3 -> Asking.start(guest);
            case 4 -> Asking.shutDown(guest);
            case 5 -> Asking.stop(guest);
            case 6 -> Asking.delete(guest);
            case 7, 8, 9 -> Asking.migrate(guest);
            case 10 -> Asking.migrate(guest, host);
            case 11 -> Asking.evacuate(host);
            case 12 -> random.nextBoolean() ? Asking.cordon(host) : Asking.uncordon(host);
            case 13 -> Asking.uncordon(host);
            case 14 -> Asking.planEvacuation(host);
            case 15 ->
                Asking.evacuation(
                        guest, random.nextBoolean() ? EvacuationPolicy.COLD : EvacuationPolicy.LIVE_ELSE_COLD);
            case 16 -> Asking.restoreHost(host);
            default -> cancelSomething();
        };
    }

    private GuestSpec spec(String name) {
        GuestMaker maker = new GuestMaker(name).memoryMib(1_024L * (1 + random.nextInt(4)));
        return switch (random.nextInt(4)) {
            case 0 -> maker.disk("shared").spec();
            case 1 -> maker.disk("fake-shared").spec();
            case 2 -> maker.disk("local").mayBeShutDown().spec();
            default -> maker.spec();
        };
    }

    private Request cancelSomething() {
        List<OperationId> all = new ArrayList<>(world.state().operations().keySet());
        return all.isEmpty() ? Asking.cordon(host()) : Asking.cancel(all.get(random.nextInt(all.size())));
    }

    private void fault() {
        FakeAgent agent = world.agent(host());
        switch (random.nextInt(15)) {
            case 0 -> agent.cut();
            case 1 -> agent.die();
            case 2, 3 -> agent.revive();
            case 4 -> agent.leave();
            case 5, 6 -> agent.comeBack();
            case 7 -> agent.mute();
            case 8, 9 -> agent.speak();
            case 10 -> agent.answerTwice();
            case 11 -> agent.answerLater(random.nextInt(3_000));
            case 12 -> {
                if (random.nextBoolean()) {
                    world.restart();
                } else {
                    world.dieAfterNextCommit();
                }
            }
            case 13 -> breakAMigration();
            default -> {
                if (powerMayFail && random.nextInt(4) == 0) {
                    agent.reboot();
                }
            }
        }
    }

    /** With a lost confirmation no host may lose power, or only a person could tell which copy is the newer one. */
    private void breakAMigration() {
        MigrationEnd[] ends = {
            MigrationEnd.FAILS,
            MigrationEnd.NOT_RESUMED,
            MigrationEnd.SOURCE_DIES,
            MigrationEnd.HANGS,
            powerMayFail ? MigrationEnd.FAILS : MigrationEnd.CONFIRM_LOST
        };
        world.state().guests().values().stream()
                .filter(guest -> world.runsOn(guest.spec().name()).size() == 1)
                .skip(random.nextInt(3))
                .findFirst()
                .ifPresent(guest -> world.migrationWillEnd(guest.spec().name(), ends[random.nextInt(ends.length)]));
    }

    private String host() {
        return "h" + (1 + random.nextInt(HOSTS));
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
