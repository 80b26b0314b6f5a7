package io.kvmherd.controller.http;

import io.kvmherd.common.api.ActionRequest;
import io.kvmherd.common.api.AdoptRequest;
import io.kvmherd.common.api.ClusterSettingsRequest;
import io.kvmherd.common.api.CreateGuestRequest;
import io.kvmherd.common.api.CreateTokenRequest;
import io.kvmherd.common.api.EvacuateRequest;
import io.kvmherd.common.api.EvacuationRequest;
import io.kvmherd.common.api.GuestSettingsRequest;
import io.kvmherd.common.api.HostSettingsRequest;
import io.kvmherd.common.api.MarkRequest;
import io.kvmherd.common.api.MigrateRequest;
import io.kvmherd.common.api.ReleaseRequest;
import io.kvmherd.common.api.RestoreRequest;
import io.kvmherd.common.api.SpeedRequest;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.MigrationTuning;
import io.kvmherd.common.model.Names;
import io.kvmherd.common.model.RestoreScope;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.state.AdoptionWish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What goes to the loop, by the operation's name in the API's description. */
final class Writes {
    private static final int TOKEN_DAYS_MAX = 3_650;

    private Writes() {}

    /** From a question to what the loop is asked. */
    @FunctionalInterface
    interface Wish {
        Request request(Question question);
    }

    /** How a route is called. */
    enum Method {
        GET,
        POST,
        PATCH,
        DELETE
    }

    /** One route. */
    record Route(String action, Method method, String path, Wish wish) {}

    static List<Route> routes() {
        return Stream.of(hosts(), guests(), membership(), operations(), tokens())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Route> hosts() {
        return List.of(
                new Route("changeCluster", Method.PATCH, "/v1/cluster", Writes::changeCluster),
                new Route("changeHost", Method.PATCH, "/v1/hosts/:host", Writes::changeHost),
                new Route(
                        "removeHost",
                        Method.DELETE,
                        "/v1/hosts/:host",
                        ask -> new Request.RemoveHost(
                                ask.host(), ask.yesOrNo("dryRun").orElse(false), ask.reason())),
                post(
                        "addHost",
                        "/v1/hosts/:host/add",
                        ask -> new Request.AddHost(ask.host(), plain(ask).reason())),
                post("cordonHost", "/v1/hosts/:host/cordon", ask -> duty(ask, HostDuty.CORDONED)),
                post("uncordonHost", "/v1/hosts/:host/uncordon", ask -> duty(ask, HostDuty.ACTIVE)),
                post("evacuateHost", "/v1/hosts/:host/evacuate", Writes::evacuateOne),
                post("evacuateHosts", "/v1/evacuations", Writes::evacuate),
                post("restoreHost", "/v1/hosts/:host/restore", Writes::restore));
    }

    private static List<Route> guests() {
        return List.of(
                post("createGuest", "/v1/guests", Writes::create),
                new Route(
                        "deleteGuest",
                        Method.DELETE,
                        "/v1/guests/:guest",
                        ask -> new Request.DeleteGuest(
                                ask.guest(),
                                ask.yesOrNo("definition").orElse(false),
                                ask.yesOrNo("dryRun").orElse(false),
                                ask.reason())),
                post("startGuest", "/v1/guests/:guest/start", ask -> {
                    ActionRequest action = action(ask);
                    return new Request.StartGuest(ask.guest(), action.dryRun(), action.reason());
                }),
                post("shutDownGuest", "/v1/guests/:guest/shutdown", ask -> {
                    ActionRequest action = action(ask);
                    return new Request.ShutDownGuest(ask.guest(), action.dryRun(), action.reason());
                }),
                post("stopGuest", "/v1/guests/:guest/stop", ask -> {
                    ActionRequest action = action(ask);
                    return new Request.StopGuest(ask.guest(), action.dryRun(), action.reason());
                }),
                post(
                        "acceptGuest",
                        "/v1/guests/:guest/accept",
                        ask -> new Request.AcceptGuest(ask.guest(), plain(ask).reason())),
                post("restoreGuest", "/v1/guests/:guest/restore", ask -> {
                    ActionRequest action = action(ask);
                    return new Request.RestoreGuest(ask.guest(), action.dryRun(), action.reason());
                }),
                new Route("changeGuest", Method.PATCH, "/v1/guests/:guest", Writes::changeGuest),
                post("migrateGuest", "/v1/guests/:guest/migrate", Writes::migrate),
                new Route(
                        "getGuestXml",
                        Method.GET,
                        "/v1/guests/:guest/xml",
                        ask -> new Request.ReadGuestXml(ask.guest(), "")));
    }

    /** Guests that become managed, or are no longer. */
    private static List<Route> membership() {
        return List.of(
                post("adoptGuests", "/v1/adoptions", Writes::adopt),
                post("releaseGuest", "/v1/guests/:guest/release", ask -> {
                    ActionRequest action = action(ask);
                    return new Request.ReleaseGuest(ask.guest(), action.dryRun(), action.reason());
                }),
                post("releaseGuests", "/v1/releases", ask -> {
                    ReleaseRequest asked = ask.bodyAs(ReleaseRequest.class);
                    return new Request.ReleaseGuests(
                            asked.host(), asked.dryRun(), Names.requireText("reason", asked.reason()));
                }),
                post("markGuest", "/v1/guests/:guest/mark", ask -> {
                    MarkRequest mark = ask.bodyAs(MarkRequest.class);
                    return new Request.MarkGuest(
                            ask.guest(),
                            mark.carriesController(),
                            mark.withoutDiskLock(),
                            Names.requireText("reason", mark.reason()));
                }));
    }

    private static List<Route> operations() {
        return List.of(
                post(
                        "cancelOperation",
                        "/v1/operations/:operation/cancel",
                        ask -> new Request.CancelOperation(
                                ask.operation(), plain(ask).reason())),
                post(
                        "startPostCopy",
                        "/v1/operations/:operation/postcopy",
                        ask -> new Request.StartPostCopy(
                                ask.operation(), plain(ask).reason())),
                post("limitMigration", "/v1/operations/:operation/speed", ask -> {
                    SpeedRequest speed = ask.bodyAs(SpeedRequest.class);
                    return new Request.LimitMigration(
                            ask.operation(), speed.mibPerSecond(), Names.requireText("reason", speed.reason()));
                }),
                post(
                        "applyPlan",
                        "/v1/plans/:plan/apply",
                        ask -> new Request.ApplyPlan(ask.plan(), plain(ask).reason())));
    }

    private static List<Route> tokens() {
        return List.of(
                post("createToken", "/v1/tokens", Writes::createToken),
                new Route(
                        "revokeToken",
                        Method.DELETE,
                        "/v1/tokens/:token",
                        ask -> new Request.RevokeToken(ask.token(), ask.reason())));
    }

    private static Request createToken(Question ask) {
        CreateTokenRequest asked = ask.bodyAs(CreateTokenRequest.class);
        if (asked.days() < 1 || asked.days() > TOKEN_DAYS_MAX) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "days is " + asked.days() + "; it must be between 1 and " + TOKEN_DAYS_MAX);
        }
        String name = Names.requireName("token name", asked.name());
        return new Request.CreateToken(
                name,
                asked.role(),
                Duration.ofDays(asked.days()),
                BearerTokens.draw(name),
                Names.requireText("reason", asked.reason()));
    }

    private static Route post(String action, String path, Wish wish) {
        return new Route(action, Method.POST, path, wish);
    }

    private static Request changeCluster(Question ask) {
        ClusterSettingsRequest asked = ask.bodyAs(ClusterSettingsRequest.class);
        requireSome(
                "mode, migration", asked.mode().isPresent(), asked.migration().isPresent());
        return new Request.SetCluster(asked.mode(), asked.migration(), Names.requireText("reason", asked.reason()));
    }

    private static Request changeHost(Question ask) {
        HostSettingsRequest asked = ask.bodyAs(HostSettingsRequest.class);
        requireSome(
                "mode, migrationsOut, migrationsIn",
                asked.mode().isPresent(),
                asked.migrationsOut().isPresent(),
                asked.migrationsIn().isPresent());
        requireMigrations("migrationsOut", asked.migrationsOut());
        requireMigrations("migrationsIn", asked.migrationsIn());
        return new Request.SetHost(
                ask.host(),
                asked.mode(),
                asked.migrationsOut(),
                asked.migrationsIn(),
                Names.requireText("reason", asked.reason()));
    }

    private static void requireMigrations(String what, OptionalInt asked) {
        if (asked.isPresent() && (asked.getAsInt() < 0 || asked.getAsInt() > Limits.MIGRATIONS_PER_HOST)) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    what + " is " + asked.getAsInt() + "; it must be between 1 and " + Limits.MIGRATIONS_PER_HOST
                            + ", or 0 for as the cluster says");
        }
    }

    /** A request that sets nothing is a mistake, and must not look as if it had done something. */
    private static void requireSome(String what, Boolean... given) {
        if (!List.of(given).contains(true)) {
            throw new KvmherdException(ErrorCode.INVALID_INPUT, "nothing is set; what can be set is " + what);
        }
    }

    private static Request duty(Question ask, HostDuty duty) {
        return new Request.SetDuty(ask.host(), duty, plain(ask).reason());
    }

    private static Request evacuateOne(Question ask) {
        EvacuateRequest asked = ask.bodyOr(new EvacuateRequest("", false, false), EvacuateRequest.class);
        return new Request.EvacuateHosts(
                List.of(ask.host()), asked.copyStorage(), asked.dryRun(), Names.requireText("reason", asked.reason()));
    }

    private static Request evacuate(Question ask) {
        EvacuationRequest asked = ask.bodyAs(EvacuationRequest.class);
        return new Request.EvacuateHosts(
                asked.hosts(), asked.copyStorage(), asked.dryRun(), Names.requireText("reason", asked.reason()));
    }

    private static Request restore(Question ask) {
        RestoreRequest asked = ask.bodyOr(RestoreRequest.PLAIN, RestoreRequest.class);
        return new Request.RestoreHost(
                ask.host(),
                asked.which().orElse(RestoreScope.ALL),
                asked.dryRun(),
                Names.requireText("reason", asked.reason()));
    }

    private static Request changeGuest(Question ask) {
        GuestSettingsRequest asked = ask.bodyAs(GuestSettingsRequest.class);
        requireSome(
                "evacuation, migration",
                asked.evacuation().isPresent(),
                asked.migration().isPresent());
        return new Request.SetGuest(
                ask.guest(), asked.evacuation(), asked.migration(), Names.requireText("reason", asked.reason()));
    }

    private static Request create(Question ask) {
        CreateGuestRequest asked = ask.bodyAs(CreateGuestRequest.class);
        return new Request.CreateGuest(
                asked.spec().toSpec(),
                asked.start(),
                Optional.empty(),
                asked.dryRun(),
                Names.requireText("reason", asked.reason()));
    }

    private static Request migrate(Question ask) {
        MigrateRequest asked = ask.bodyOr(
                new MigrateRequest(
                        Optional.empty(),
                        "",
                        false,
                        Optional.empty(),
                        OptionalLong.empty(),
                        false,
                        Optional.empty(),
                        false),
                MigrateRequest.class);
        if (asked.offline()) {
            return new Request.RelocateGuest(
                    ask.guest(), asked.to(), asked.dryRun(), Names.requireText("reason", asked.reason()));
        }
        return new Request.MigrateGuest(
                ask.guest(),
                asked.to(),
                asked.policy(),
                asked.limitMibPerSecond(),
                asked.copyStorage(),
                asked.tuning().orElse(MigrationTuning.NONE),
                asked.dryRun(),
                Names.requireText("reason", asked.reason()));
    }

    private static Request adopt(Question ask) {
        AdoptRequest asked = ask.bodyAs(AdoptRequest.class);
        if (asked.all() == !asked.guest().isEmpty()) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "guest is \"" + asked.guest() + "\" and all is " + asked.all()
                            + "; name one guest, or ask for all");
        }
        if (asked.all() && asked.carriesController()) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT, "carriesController is true for all guests; mark the one that is meant");
        }
        return new Request.AdoptGuests(new AdoptionWish(
                asked.host(),
                asked.all() ? "" : Names.requireText("guest", asked.guest()),
                asked.carriesController(),
                asked.dryRun(),
                Names.requireText("reason", asked.reason())));
    }

    private static ActionRequest action(Question ask) {
        ActionRequest action = ask.bodyOr(ActionRequest.PLAIN, ActionRequest.class);
        Names.requireText("reason", action.reason());
        return action;
    }

    /** For what moves nothing and has no plan. */
    private static ActionRequest plain(Question ask) {
        ActionRequest action = action(ask);
        if (action.dryRun()) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "dryRun is true; this changes nothing that could be planned, leave it out");
        }
        return action;
    }
}
