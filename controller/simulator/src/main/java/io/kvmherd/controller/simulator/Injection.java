package io.kvmherd.controller.simulator;

import io.kvmherd.agent.core.simulated.MigrationFault;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.common.model.GuestState;

/** Makes faults happen, and makes each good again after its time. */
final class Injection {
    private static final long SLOWEST_MS = 5_000;
    private static final long ANOTHER_STARTS_MS = 5_000;

    private final World cluster;
    private final Surroundings world;
    private final Wire wire;

    Injection(World cluster, Surroundings world, Wire wire) {
        this.cluster = cluster;
        this.world = world;
        this.wire = wire;
    }

    void happens(Fault fault) {
        Wire.Plug plug = cluster.plugs().get(fault.host() % cluster.plugs().size());
        world.trace().tell("FAULT " + fault.kind() + " at " + plug.node().id() + " for " + fault.lengthMs() + " ms");
        switch (fault.kind()) {
            case CONTROLLER_KILLED -> cluster.leader().kill();
            case CONTROLLER_KILLED_BEFORE_COMMIT -> cluster.leader().meets(ControllerProcess.Fate.DIES_BEFORE_COMMIT);
            case CONTROLLER_KILLED_AFTER_COMMIT -> cluster.leader().meets(ControllerProcess.Fate.DIES_AFTER_COMMIT);
            case CONTROLLER_FROZEN -> freezeController(fault.lengthMs());
            case DATABASE_OLD -> cluster.useOldDatabase(fault.lengthMs());
            case AGENT_KILLED -> killAgent(plug, fault.lengthMs());
            case AGENT_FROZEN -> {
                plug.agent().freeze();
                after(fault.lengthMs(), () -> plug.agent().thaw());
            }
            case GUARD_WRITE_LOST -> failDisk(plug, SimulatedGuardLog.Fate.LOST, fault.lengthMs());
            case GUARD_WRITE_UNANSWERED -> failDisk(plug, SimulatedGuardLog.Fate.WRITTEN, fault.lengthMs());
            case LIBVIRT_DOWN -> {
                plug.node().outside().breakConnection();
                after(fault.lengthMs(), () -> plug.node().outside().restoreConnection());
            }
            case POWER_CUT -> {
                plug.node().outside().cutPower();
                cluster.goesDark(plug, fault.lengthMs());
            }
            case LINK_CUT -> {
                wire.pull(plug);
                after(fault.lengthMs(), () -> wire.plugIn(plug));
            }
            case SLOW_NETWORK -> {
                wire.slowDown(plug, SLOWEST_MS);
                after(fault.lengthMs(), () -> wire.slowDown(plug, 0));
            }
            case REPORTS_DISTURBED -> {
                cluster.disturbReports(plug, true);
                after(fault.lengthMs(), () -> cluster.disturbReports(plug, false));
            }
            case MESSAGE_HEARD_AGAIN -> wire.hearAgain(plug);
            case MIGRATION_LINK_LOST,
                    MIGRATION_DESTINATION_DIES,
                    MIGRATION_SOURCE_DIES,
                    MIGRATION_DESTINATION_POWER,
                    MIGRATION_LIBVIRT_DIES,
                    MIGRATION_STUCK,
                    MIGRATION_FINISH_LOST,
                    MIGRATION_CONFIRM_LOST -> breakMigration(plug, fault);
        }
    }

    /** Whatever is still wrong is made good, more than once: a migration may only now come to where it gets stuck. */
    void healForGood(int times, long pauseMs) {
        heal();
        if (times > 1) {
            after(pauseMs, () -> healForGood(times - 1, pauseMs));
        }
    }

    /**
     * A person looks at what no program may decide: a guest that a migration left paused on its source while the destination,
     * which had it running, lost it. Who is on duty ends the older copy.
     */
    void decideByHand() {
        for (Wire.Plug plug : cluster.plugs()) {
            plug.node().outside().leftPaused().stream()
                    .filter(guest -> world.oracle().isOlder(plug, guest))
                    .forEach(guest -> {
                        world.trace()
                                .tell("by hand: " + guest + " is ended on "
                                        + plug.node().id());
                        plug.node().outside().become(guest, GuestState.SHUT_OFF);
                    });
        }
    }

    /** Whatever is still wrong is made good. */
    private void heal() {
        for (Wire.Plug plug : cluster.plugs()) {
            wire.plugIn(plug);
            wire.slowDown(plug, 0);
            cluster.disturbReports(plug, false);
            plug.node().outside().failNextMigration(MigrationFault.NONE);
            plug.node().outside().finishStuckMigrations();
            plug.node().outside().restoreConnection();
            plug.agent().thaw();
        }
    }

    private void freezeController(long lengthMs) {
        ControllerProcess frozen = cluster.leader();
        frozen.freeze();
        after(lengthMs, frozen::thaw);
        after(ANOTHER_STARTS_MS, () -> cluster.replace(frozen));
    }

    private void killAgent(Wire.Plug plug, long lengthMs) {
        cluster.killAgent(plug);
        after(lengthMs, () -> plug.agent().start());
    }

    private void failDisk(Wire.Plug plug, SimulatedGuardLog.Fate fate, long lengthMs) {
        plug.node().disk().failAfter(0, fate);
        after(lengthMs, () -> {
            cluster.killAgent(plug);
            plug.agent().start();
        });
    }

    private void breakMigration(Wire.Plug plug, Fault fault) {
        plug.node()
                .outside()
                .failNextMigration(
                        world.tampering().migration(fault.kind().migration().orElseThrow()));
        after(fault.lengthMs(), () -> {
            plug.node().outside().finishStuckMigrations();
            plug.node().outside().restoreConnection();
        });
    }

    private void after(long ms, Runnable what) {
        world.time().after(ms, what);
    }
}
