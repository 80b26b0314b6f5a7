package io.kvmherd.controller.app.testing;

import io.kvmherd.common.api.EvacuationSetting;
import io.kvmherd.common.api.MigrationSetting;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.engine.testing.GuestMaker;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Requests in few words. */
public final class Asking {
    private static final String REASON = "because";

    private Asking() {}

    /** Two virtual CPUs, 2 GiB, no disk. */
    public static GuestSpec spec(String name) {
        return new GuestMaker(name).spec();
    }

    /** The same with a disk in the pool. */
    public static GuestSpec specOn(String name, String pool) {
        return new GuestMaker(name).disk(pool).spec();
    }

    public static Request.CreateGuest create(GuestSpec spec) {
        return new Request.CreateGuest(spec, true, Optional.empty(), false, REASON);
    }

    public static Request.CreateGuest create(String name) {
        return create(spec(name));
    }

    public static Request.CreateGuest createOn(String host, GuestSpec spec) {
        return new Request.CreateGuest(spec, true, Optional.of(new HostId(host)), false, REASON);
    }

    public static Request.CreateGuest define(String name) {
        return new Request.CreateGuest(spec(name), false, Optional.empty(), false, REASON);
    }

    public static Request.StartGuest start(String guest) {
        return new Request.StartGuest(guest, false, REASON);
    }

    public static Request.ShutDownGuest shutDown(String guest) {
        return new Request.ShutDownGuest(guest, false, REASON);
    }

    public static Request.StopGuest stop(String guest) {
        return new Request.StopGuest(guest, false, REASON);
    }

    public static Request.DeleteGuest delete(String guest) {
        return new Request.DeleteGuest(guest, false, false, REASON);
    }

    public static Request.MigrateGuest migrate(String guest, String to) {
        return new Request.MigrateGuest(
                guest, Optional.of(new HostId(to)), Optional.empty(), OptionalLong.empty(), false, REASON);
    }

    public static Request.MigrateGuest migrate(String guest) {
        return new Request.MigrateGuest(guest, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, REASON);
    }

    public static Request.AcceptGuest accept(String guest) {
        return new Request.AcceptGuest(guest, REASON);
    }

    public static Request.RestoreGuest restore(String guest) {
        return new Request.RestoreGuest(guest, false, REASON);
    }

    public static Request.EvacuateHosts evacuate(String... hosts) {
        return new Request.EvacuateHosts(Stream.of(hosts).map(HostId::new).toList(), false, false, REASON);
    }

    public static Request.EvacuateHosts planEvacuation(String... hosts) {
        return new Request.EvacuateHosts(Stream.of(hosts).map(HostId::new).toList(), false, true, REASON);
    }

    public static Request.SetGuest evacuation(String guest, EvacuationPolicy policy) {
        return evacuation(guest, EvacuationSetting.of(policy));
    }

    public static Request.SetGuest evacuation(String guest, EvacuationSetting setting) {
        return new Request.SetGuest(guest, Optional.of(setting), Optional.empty(), REASON);
    }

    public static Request.SetGuest migration(String guest, String setting) {
        return new Request.SetGuest(guest, Optional.empty(), Optional.of(new MigrationSetting(setting)), REASON);
    }

    public static Request.SetCluster clusterMigration(String setting) {
        return new Request.SetCluster(Optional.empty(), Optional.of(new MigrationSetting(setting)), REASON);
    }

    /** 0 is as the cluster says. */
    public static Request.SetHost migrationLimits(String host, int out, int in) {
        return new Request.SetHost(new HostId(host), Optional.empty(), OptionalInt.of(out), OptionalInt.of(in), REASON);
    }

    public static Request.RestoreHost restoreHost(String host) {
        return restoreHost(host, RestoreScope.ALL);
    }

    public static Request.RestoreHost restoreHost(String host, RestoreScope scope) {
        return new Request.RestoreHost(new HostId(host), scope, false, REASON);
    }

    public static Request.RestoreHost planRestore(String host) {
        return new Request.RestoreHost(new HostId(host), RestoreScope.ALL, true, REASON);
    }

    public static Request.SetDuty cordon(String host) {
        return new Request.SetDuty(new HostId(host), HostDuty.CORDONED, REASON);
    }

    public static Request.SetDuty uncordon(String host) {
        return new Request.SetDuty(new HostId(host), HostDuty.ACTIVE, REASON);
    }

    public static Request.SetCluster clusterMode(ManagementMode mode) {
        return new Request.SetCluster(Optional.of(mode), Optional.empty(), REASON);
    }

    public static Request.SetHost hostMode(String host, ManagementMode mode) {
        return new Request.SetHost(
                new HostId(host), Optional.of(mode), OptionalInt.empty(), OptionalInt.empty(), REASON);
    }

    public static Request.RemoveHost removeHost(String host) {
        return new Request.RemoveHost(new HostId(host), false, REASON);
    }

    public static Request.AddHost addHost(String host) {
        return new Request.AddHost(new HostId(host), REASON);
    }

    public static Request.ApplyPlan apply(PlanId plan) {
        return new Request.ApplyPlan(plan, REASON);
    }

    public static Request.CancelOperation cancel(OperationId operation) {
        return new Request.CancelOperation(operation, REASON);
    }
}
