package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.MigrationLimits;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Requests that set what holds from now on, for the cluster, a host or a guest.
 *
 * <p>All of it is the controller's own and stands in its database alone. So it can be set of a host that is silent and of a
 * guest that is busy, and nothing that has begun is changed by it.
 */
final class SettingRequests {
    private static final String AS_SAID_ELSEWHERE = "default";

    private SettingRequests() {}

    static Response cluster(Turn turn, Request.SetCluster request) {
        request.mode().ifPresent(mode -> Modes.setCluster(turn, mode, request.reason()));
        request.migration()
                .filter(migration -> !migration.policy().equals(turn.cluster().migration()))
                .ifPresent(migration -> {
                    turn.put(turn.cluster().migratingBy(migration.policy()));
                    turn.tell(Happening.of(EventRecord.What.CLUSTER_MIGRATION)
                            .with(
                                    "policy",
                                    turn.view().settings().migrationPolicy().value())
                            .with("from", turn.cluster().migrationFrom().name())
                            .with("reason", request.reason()));
                });
        return new Response.ClusterChanged(turn.cluster());
    }

    static Response host(Turn turn, Request.SetHost request) {
        Optional<HostEntry> host = turn.host(request.host());
        if (host.isEmpty()) {
            return Refusals.noSuchHost(request.host());
        }
        request.mode().ifPresent(mode -> Modes.setHost(turn, host.get(), mode));
        HostEntry now = turn.host(request.host()).orElseThrow();
        MigrationLimits limits = limits(now.record().migrations(), request);
        if (!limits.equals(now.record().migrations())) {
            turn.put(now.record().withMigrations(limits));
            turn.tell(Happening.of(EventRecord.What.HOST_MIGRATIONS)
                    .on(now.id())
                    .with("out", text(limits.out()))
                    .with("in", text(limits.in()))
                    .with("reason", request.reason()));
        }
        return new Response.HostChanged(turn.host(request.host()).orElseThrow());
    }

    static Response guest(Turn turn, Request.SetGuest request) {
        Optional<GuestRecord> known = turn.guestCalled(request.guest());
        if (known.isEmpty()) {
            return Refusals.noSuchGuest(request.guest());
        }
        GuestRecord guest = known.get();
        GuestRecord evacuated = request.evacuation()
                .map(setting -> guest.evacuatedBy(setting.policy()))
                .orElse(guest);
        turn.put(request.migration()
                .map(setting -> evacuated.migratedBy(setting.policy()))
                .orElse(evacuated));
        return new Response.GuestChanged(guest.id());
    }

    static String objectOf(Request.SetCluster set) {
        return "cluster" + set.mode().map(mode -> " " + mode).orElse("")
                + set.migration().map(policy -> " migration " + policy).orElse("");
    }

    static String objectOf(Request.SetHost set) {
        return set.host()
                + set.mode().map(mode -> " " + mode).orElse("")
                + (set.migrationsOut().isPresent() ? " migrations out " + text(own(set.migrationsOut())) : "")
                + (set.migrationsIn().isPresent() ? " migrations in " + text(own(set.migrationsIn())) : "");
    }

    static String objectOf(Request.SetGuest set) {
        return set.guest()
                + set.evacuation().map(policy -> " " + policy).orElse("")
                + set.migration().map(policy -> " migration " + policy).orElse("");
    }

    private static MigrationLimits limits(MigrationLimits before, Request.SetHost request) {
        MigrationLimits withOut =
                request.migrationsOut().isPresent() ? before.withOut(own(request.migrationsOut())) : before;
        return request.migrationsIn().isPresent() ? withOut.withIn(own(request.migrationsIn())) : withOut;
    }

    private static OptionalInt own(OptionalInt asked) {
        return asked.getAsInt() == 0 ? OptionalInt.empty() : asked;
    }

    private static String text(OptionalInt limit) {
        return limit.isPresent() ? String.valueOf(limit.getAsInt()) : AS_SAID_ELSEWHERE;
    }
}
