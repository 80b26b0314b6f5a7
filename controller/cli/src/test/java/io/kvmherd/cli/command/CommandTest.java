package io.kvmherd.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.cli.FakeController;
import io.kvmherd.cli.Samples;
import io.kvmherd.cli.client.ExitCode;
import io.kvmherd.common.api.GuestList;
import io.kvmherd.common.api.HostList;
import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.api.OperationList;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.api.OperationResource.Kind;
import io.kvmherd.common.api.OperationResource.State;
import io.kvmherd.common.api.PlanProposed;
import io.kvmherd.common.api.ReleaseList;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandTest {
    private static final String OPERATION = "GET /v1/operations/" + Samples.MOVE;

    @TempDir
    private Path folder;

    private FakeController controller;
    private Shell shell;

    @BeforeEach
    void start() {
        controller = FakeController.at(folder.resolve("api.sock"));
        shell = Shell.to(controller);
    }

    @AfterEach
    void stop() throws IOException {
        controller.close();
    }

    @Nested
    final class Reading {
        @Test
        void writesTheControllersOwnJson() {
            String hosts = Samples.json(new HostList(List.of(Samples.host("h1", "AuthenticAMD")), Optional.empty()));
            controller.when("GET /v1/hosts", 200, hosts);

            Shell.Ran ran = shell.run("host", "list", "-o", "json");

            assertThat(ran.out()).isEqualTo(hosts + "\n");
            assertThat(ran.err()).isEmpty();
        }

        @Test
        void takesAllPagesOfGuestsTogether() {
            controller
                    .when("GET /v1/guests?limit=500", 200, guests("web-2", Optional.of("web-2")))
                    .when("GET /v1/guests?limit=500&after=web-2", 200, guests("web-1", Optional.empty()))
                    .when("GET /v1/unmanaged", 200, "{\"items\":[]}");

            Shell.Ran ran = shell.run("ls");

            assertThat(ran.out().lines().map(line -> line.split(" ", 2)[0])).containsExactly("GUEST", "web-1", "web-2");
        }

        @Test
        void writesAllPagesOfGuestsAsOneJsonList() {
            String guest = Samples.json(Samples.guest("web-1", GuestState.RUNNING, Wish.RUNNING));
            controller.when("GET /v1/guests?limit=500", 200, "{\"items\":[" + guest + "," + guest + "]}");

            Shell.Ran ran = shell.run("guest", "list", "-o", "json");

            assertThat(ran.out()).isEqualTo("{\"items\":[" + guest + "," + guest + "]}\n");
        }

        @Test
        void saysHowToSeeOlderOperations() {
            String last = Samples.MOVE.toString();
            OperationList page =
                    new OperationList(List.of(Samples.operation(Kind.MIGRATE, State.SUCCEEDED)), Optional.of(last));
            controller.when("GET /v1/operations?limit=1&after=" + last, 200, Samples.json(page));

            Shell.Ran ran = shell.run("operation", "list", "--limit", "1", "--before", last);

            assertThat(ran.out()).contains(last);
            assertThat(ran.err()).isEqualTo("Older ones: kvmherd operation list --before " + last + "\n");
        }

        @Test
        void printsTheDomainsXmlAndNothingElse() {
            controller.whenRaw(
                    "GET /v1/guests/web-1/xml",
                    "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 10\r\n\r\n<domain/>\n");

            assertThat(shell.run("guest", "xml", "web-1").out()).isEqualTo("<domain/>\n");
        }

        @Test
        void showsEventsOneALineUntilThereWereEnough() {
            controller.whenRaw(
                    "GET /v1/events?since=6",
                    "HTTP/1.1 200 OK\r\n\r\n: heartbeat\n\nid: 7\nevent: guest\ndata: {\"sequence\":7,\"at\":"
                            + "\"2026-03-01T08:15:30Z\",\"type\":\"GUEST\",\"subject\":\"web-1\"}\n\n");

            Shell.Ran ran = shell.run("event", "watch", "--since", "6", "--count", "1");

            assertThat(ran.out()).isEqualTo("03-01 08:15:30  guest      web-1: gone\n");
            assertThat(ran.exit()).isZero();
        }

        @Test
        void takesTheStreamUpAgainAfterTheLastEventSeen() {
            String event =
                    "\ndata: {\"sequence\":%d,\"at\":\"2026-03-01T08:15:30Z\",\"type\":\"HOST\",\"subject\":\"h1\"}\n\n";
            controller
                    .whenRaw("GET /v1/events", "HTTP/1.1 200 OK\r\n\r\nid: 7" + event.formatted(7))
                    .whenRaw("GET /v1/events?since=7", "HTTP/1.1 200 OK\r\n\r\nid: 8" + event.formatted(8));

            Shell.Ran ran = shell.run("watch", "--count", "2");

            assertThat(ran.out().lines()).hasSize(2);
        }

        private String guests(String name, Optional<String> next) {
            return Samples.json(new GuestList(List.of(Samples.guest(name, GuestState.RUNNING, Wish.RUNNING)), next));
        }
    }

    @Nested
    final class MarkingTheControllersOwnGuest {
        private static final String MARK = "POST /v1/guests/web-1/mark";

        @Test
        void waitsUntilItsHostWasToldAndShowsTheGuest() {
            controller
                    .when(MARK, 200, told(Optional.of(OwnStart.LOCKED), Optional.of(Samples.MOVE)))
                    .when(OPERATION, 200, Samples.json(Samples.operation(Kind.TAKE_OVER, State.SUCCEEDED)))
                    .when("GET /v1/guests/web-1", 200, told(Optional.of(OwnStart.LOCKED), Optional.empty()));

            Shell.Ran ran = shell.run("guest", "mark", "web-1", "--controller");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).contains("its host starts it by itself");
            assertThat(controller.request(MARK)).contains("\"withoutDiskLock\":false");
        }

        @Test
        void failsWhereItsHostRefuses() {
            controller
                    .when(MARK, 200, told(Optional.of(OwnStart.LOCKED), Optional.of(Samples.MOVE)))
                    .when(OPERATION, 200, Samples.json(Samples.failed(Kind.TAKE_OVER, "CONFLICT")));

            Shell.Ran ran = shell.run("guest", "mark", "web-1", "--controller", "-o", "json");

            assertThat(ran.exit()).isEqualTo(4);
            assertThat(ran.out()).isEmpty();
        }

        @Test
        void saysWhatIsMissingWhileItsHostCannotBeTold() {
            controller.when(MARK, 200, told(Optional.empty(), Optional.of(Samples.MOVE)));

            Shell.Ran ran = shell.run("guest", "mark", "web-1", "--controller", "--without-disk-lock");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).contains("its host does not start it by itself");
            assertThat(controller.request(MARK)).contains("\"withoutDiskLock\":true");
        }

        private String told(Optional<OwnStart> start, Optional<OperationId> operation) {
            return Samples.json(Samples.carryingController(
                    Samples.guest("web-1", GuestState.RUNNING, Wish.RUNNING), start, operation));
        }
    }

    @Nested
    final class Observing {
        @Test
        void setsAHostAndSaysWhatFollows() {
            controller.when("PATCH /v1/hosts/h1", 200, Samples.json(Samples.observedHost("h1", ModeSource.HOST)));

            Shell.Ran ran = shell.run("host", "set", "h1", "mode=observe", "--reason", "a trial");

            assertThat(ran.out()).isEqualTo("""
                    Host h1 is only observed (says: host).
                    What has begun there goes on to its end; nothing new begins.
                    """);
            assertThat(controller.request("PATCH")).endsWith("{\"mode\":\"OBSERVE\",\"reason\":\"a trial\"}");
        }

        @Test
        void setsTheCluster() {
            controller.when(
                    "PATCH /v1/cluster",
                    200,
                    "{\"mode\":\"MANAGE\",\"migration\":\"normal\",\"migrationFrom\":\"DEFAULT\"}");

            Shell.Ran ran = shell.run("cluster", "set", "mode=manage");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).startsWith("The cluster is managed");
        }

        @Test
        void setsHowFarMigrationsMayGo() {
            controller.when(
                    "PATCH /v1/cluster",
                    200,
                    "{\"mode\":\"MANAGE\",\"migration\":\"gentle\",\"migrationFrom\":\"CLUSTER\"}");

            Shell.Ran ran = shell.run("cluster", "set", "migration=gentle");

            assertThat(ran.out())
                    .isEqualTo("Guests without a policy of their own migrate by policy gentle (the cluster's).\n");
            assertThat(controller.request("PATCH")).endsWith("{\"migration\":\"gentle\",\"reason\":\"\"}");
            assertThat(shell.run("cluster", "set", "migration=gentel").err()).contains("the nearest is gentle");
            assertThat(shell.run("cluster", "set", "migratoin=gentle").err()).contains("the nearest is migration");
        }

        @Test
        void setsHowManyMigrationsAHostLetsGoAndTakes() {
            controller.when("PATCH /v1/hosts/h1", 200, Samples.json(Samples.host("h1", "AuthenticAMD")));

            Shell.Ran ran = shell.run("host", "set", "h1", "migrations-out=4", "migrations-in=default");

            assertThat(ran.out())
                    .isEqualTo(
                            "Host h1: at most 2 out (the cluster's), 2 in (the cluster's) live migrations at a time.\n");
            assertThat(controller.request("PATCH"))
                    .endsWith("{\"migrationsOut\":4,\"migrationsIn\":0,\"reason\":\"\"}");
            assertThat(shell.run("host", "set", "h1", "migrations-in=65").err())
                    .contains("it must be a number between 1 and 64, or default");
        }

        @Test
        void knowsNothingElseToSet() {
            assertThat(shell.run("cluster", "set", "colour=blue").err()).contains("all there are: mode, migration");
            assertThat(shell.run("cluster", "set", "mode=off").err()).contains("must be manage or observe");
        }
    }

    @Nested
    final class Membership {
        @Test
        void removesAHostOnlyWhenThatIsConfirmed() {
            controller.when(
                    "DELETE /v1/hosts/h1?dryRun=false&reason=sold", 200, "{\"name\":\"h1\",\"admitted\":false}");

            assertThat(shell.run("host", "remove", "h1").exit()).isEqualTo(2);
            assertThat(shell.run("host", "remove", "h1", "-y", "--reason", "sold")
                            .out())
                    .contains("nothing on it was touched", "kvmherd host add h1");
        }

        @Test
        void letsItsGuestsGoFirstWhereThatIsWanted() {
            controller.when("POST /v1/releases", 200, releases(true, ""));
            controller.when(OPERATION, 200, Samples.json(Samples.operation(Kind.GIVE_BACK, State.SUCCEEDED)));
            controller.when("DELETE /v1/hosts/h1?dryRun=false", 200, "{\"name\":\"h1\",\"admitted\":false}");

            Shell.Ran ran = shell.run("host", "remove", "h1", "--release", "-y");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).contains("web on h1 (running): is being released, as it is.", "Host h1 was removed");
            assertThat(controller.request("POST")).contains("\"host\":\"h1\"");
        }

        @Test
        void givesAProgramOneValueAlsoWhereItsGuestsGoFirst() {
            controller.when("POST /v1/releases", 200, releases(true, ""));
            controller.when(OPERATION, 200, Samples.json(Samples.operation(Kind.GIVE_BACK, State.SUCCEEDED)));
            controller.when("DELETE /v1/hosts/h1?dryRun=false", 200, "{\"name\":\"h1\",\"admitted\":false}");

            Shell.Ran removed = shell.run("-o", "json", "host", "remove", "h1", "--release", "-y");
            Shell.Ran asked = shell.run("-o", "json", "host", "remove", "h1", "--release", "--dry-run");

            assertThat(removed.out().lines()).singleElement().asString().contains("\"admitted\"");
            assertThat(asked.out().lines()).singleElement().asString().contains("\"items\"");
        }

        @Test
        void areCalledReleasedOnlyOnceTheyAre() {
            controller.when("POST /v1/releases", 200, releases(true, ""));

            Shell.Ran ran = shell.run("guest", "release", "--all", "--no-wait");

            assertThat(ran.out()).contains("is being released");
            assertThat(ran.err()).contains("1 guest being released, 0 not.");
        }

        @Test
        void staysWhenOneOfItsGuestsCannotBeLetGo() {
            controller.when("POST /v1/releases", 200, releases(false, "operation 7 has not ended"));

            Shell.Ran ran = shell.run("host", "remove", "h1", "--release", "-y");

            assertThat(ran.exit()).isEqualTo(ExitCode.INFEASIBLE.number());
            assertThat(ran.out()).contains("web on h1 (running): cannot be released.", "operation 7 has not ended");
            assertThat(ran.err()).contains("Host h1 stays in the cluster: web cannot be let go.");
        }

        @Test
        void areLetGoTogetherOnlyWithoutAName() {
            controller.when("POST /v1/releases", 200, releases(false, ""));

            Shell.Ran ran = shell.run("guest", "release", "--all", "--dry-run");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).contains("web on h1 (running): can be released.");
            assertThat(ran.err()).contains("1 guest can be released, 0 not.");
            assertThat(shell.run("guest", "release", "web", "--host", "h1").err())
                    .contains("--host goes with --all");
        }

        private String releases(boolean begun, String why) {
            return Samples.json(new ReleaseList(
                    List.of(new ReleaseList.Item(
                            new HostId("h1"),
                            Samples.WEB,
                            "web",
                            GuestState.RUNNING,
                            why.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(new MessageResource("It is busy.", why, "Wait.")),
                            begun ? Optional.of(Samples.MOVE) : Optional.empty())),
                    0));
        }

        @Test
        void onlyAsksInADryRun() {
            controller.when("DELETE /v1/hosts/h1?dryRun=true", 200, "{\"name\":\"h1\",\"admitted\":true}");

            assertThat(shell.run("host", "remove", "h1", "--dry-run").out())
                    .isEqualTo("Nothing was done. Host h1 can be removed.\n");
        }
    }

    @Nested
    final class Planning {
        @Test
        void showsTheStepsAndHowToApplyThem() {
            controller.when(
                    "POST /v1/hosts/h1/evacuate", 200, Samples.json(new PlanProposed(Samples.evacuationPlan())));

            Shell.Ran ran = shell.run("evacuate", "h1", "--dry-run", "--reason", "new disk");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out())
                    .startsWith("Plan to evacuate h1: 2 steps, about 42 s.")
                    .contains("   2  migrate  web-2");
            assertThat(ran.err()).contains("kvmherd plan apply " + Samples.PLAN);
            assertThat(controller.request("POST"))
                    .endsWith("{\"reason\":\"new disk\",\"dryRun\":true,\"copyStorage\":false}");
        }

        @Test
        void bringsGuestsBackOnceTheHostTakesThemAgain() {
            controller
                    .when("POST /v1/hosts/h1/uncordon", 200, Samples.json(Samples.host("h1", "AuthenticAMD")))
                    .when(
                            "POST /v1/hosts/h1/restore",
                            202,
                            Samples.accepted(Samples.operation(Kind.RESTORE, State.QUEUED)))
                    .when(OPERATION, 200, Samples.json(Samples.operation(Kind.RESTORE, State.SUCCEEDED)));

            Shell.Ran ran = shell.run("uncordon", "h1", "--restore", "all");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).startsWith("0 operations brought guests back to host");
        }

        @Test
        void leavesTheHostAsItIsWhenNobodyCanBeBroughtBackSo() {
            controller.when("POST /v1/hosts/h1/restore", 409, Samples.problem(409, "CONFLICT", "No guest is HA."));

            Shell.Ran ran = shell.run("uncordon", "h1", "--restore", "ha");

            assertThat(ran.exit()).isNotZero();
            assertThat(ran.err()).contains("No guest is HA.");
            assertThat(controller.request("POST")).contains("\"which\":\"HA\"");
        }

        @Test
        void bringsBackOnlyWhomItPaysToMove() {
            controller.when("POST /v1/hosts/h1/restore", 200, Samples.json(new PlanProposed(Samples.restorePlan())));

            Shell.Ran ran = shell.run("host", "restore", "h1", "--restore", "smart", "--dry-run");

            assertThat(ran.out())
                    .contains("Left where they are, because their return would not spread the memory more evenly, or")
                    .contains("stopped for it: web-3")
                    .contains("Guest old-1 is off, and its definition moves to h1.")
                    .contains("Started, because they were shut down for the evacuation: batch-2");
            assertThat(ran.err()).contains("let it first: kvmherd host uncordon h1");
            assertThat(controller.request("POST")).endsWith("{\"reason\":\"\",\"dryRun\":true,\"which\":\"SMART\"}");
        }

        @Test
        void emptiesSeveralHostsTogether() {
            OperationResource ended = Samples.evacuation(
                    State.SUCCEEDED,
                    List.of(new HostId("h1"), new HostId("h2")),
                    List.of(Samples.MOVE),
                    List.of(Samples.stays("pet-1")));
            controller
                    .when("POST /v1/evacuations", 202, Samples.accepted(ended))
                    .when("GET /v1/operations/" + ended.id(), 200, Samples.json(ended))
                    .when("GET /v1/operations?limit=500&parent=" + ended.id(), 200, "{\"items\":[]}");

            Shell.Ran ran = shell.run("host", "evacuate", "h1", "h2", "-y");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out())
                    .startsWith("Hosts h1, h2 were emptied by 1 operation in 1 min 5 s, but for 1 that stays: pet-1.");
            assertThat(controller.request("POST")).contains("{\"hosts\":[\"h1\",\"h2\"]");
        }

        @Test
        void emptiesTheHostsThatHaveWhatIsAskedFor() {
            controller
                    .when(
                            "GET /v1/hosts",
                            200,
                            Samples.json(new HostList(
                                    List.of(Samples.host("h1", "AuthenticAMD"), Samples.host("h2", "GenuineIntel")),
                                    Optional.empty())))
                    .when("POST /v1/hosts/h1/evacuate", 200, Samples.json(new PlanProposed(Samples.evacuationPlan())));

            assertThat(shell.run("evacuate", "-l", "vendor=AMD", "--dry-run").exit())
                    .isZero();
            assertThat(shell.run("evacuate", "-l", "vendor=none", "--dry-run").err())
                    .contains("no host has vendor=none");
            assertThat(shell.run("evacuate", "--dry-run").err()).contains("no host is named");
        }

        @Test
        void setsWhatEvacuationsDoWithAGuest() {
            controller.when(
                    "PATCH /v1/guests/web-1",
                    200,
                    Samples.json(Samples.guest("web-1", GuestState.RUNNING, Wish.RUNNING)));

            shell.run("guest", "set", "web-1", "--evacuation", "shutdown-return");
            assertThat(controller.request("PATCH")).contains("\"evacuation\":\"SHUTDOWN_RETURN\"");
            assertThat(shell.run("guest", "set", "web-1", "--evacuation", "default")
                            .exit())
                    .isZero();
            assertThat(controller.request("PATCH")).contains("\"evacuation\":\"DEFAULT\"");
            assertThat(shell.run("guest", "set", "web-1", "--evacuation", "never")
                            .err())
                    .contains("is none of live, live-else-cold, cold, shutdown-return, stay, block");
        }

        @Test
        void setsHowFarAGuestsMigrationsMayGo() {
            controller.when(
                    "PATCH /v1/guests/web-1",
                    200,
                    Samples.json(Samples.guest("web-1", GuestState.RUNNING, Wish.RUNNING)));

            Shell.Ran ran = shell.run("guest", "set", "web-1", "--migration", "must-finish");

            assertThat(ran.out()).contains("policy normal (default)");
            assertThat(controller.request("PATCH")).endsWith("{\"migration\":\"must-finish\",\"reason\":\"\"}");
            assertThat(shell.run("guest", "set", "web-1", "--migration", "must-finnish")
                            .err())
                    .contains("the nearest is must-finish");
            assertThat(shell.run("guest", "set", "web-1").err()).contains("nothing is set");
        }

        @Test
        void bringsNobodyBackUnlessAsked() {
            controller.when("POST /v1/hosts/h1/uncordon", 200, Samples.json(Samples.host("h1", "AuthenticAMD")));

            assertThat(shell.run("uncordon", "h1").exit()).isZero();
        }

        @Test
        void appliesAStoredPlanAndFollowsIt() {
            controller
                    .when(
                            "POST /v1/plans/" + Samples.PLAN + "/apply",
                            202,
                            Samples.accepted(Samples.operation(Kind.APPLY_PLAN, State.QUEUED)))
                    .when(OPERATION, 200, Samples.json(Samples.operation(Kind.APPLY_PLAN, State.SUCCEEDED)));

            Shell.Ran ran = shell.run("plan", "apply", Samples.PLAN.toString());

            assertThat(ran.out()).isEqualTo("The plan was carried out in 0 steps in 12 s.\n");
        }

        @Test
        void asksNothingOfWhoOnlyWantsToSeeADeletion() {
            controller.when(
                    "DELETE /v1/guests/web-1?dryRun=true", 200, Samples.json(new PlanProposed(Samples.deletionPlan())));

            Shell.Ran ran = shell.run("guest", "delete", "web-1", "--dry-run");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).startsWith("Plan to delete web-1: 1 step.").contains("   1  delete  web-1");
            assertThat(ran.err()).contains("kvmherd plan apply " + Samples.PLAN);
        }

        @Test
        void countsAsPartlyDoneWhenSomeGuestsCannotMove() {
            controller.when("POST /v1/hosts/h1/evacuate", 200, Samples.json(new PlanProposed(Samples.blockedPlan())));

            assertThat(shell.run("evacuate", "h1", "--dry-run").exit()).isEqualTo(6);
        }

        @Test
        void countsAsPartlyDoneWhenGuestsGoOnlyCold() {
            controller.when("POST /v1/hosts/h1/evacuate", 200, Samples.json(new PlanProposed(Samples.coldPlan())));

            Shell.Ran ran = shell.run("evacuate", "h1", "--dry-run");

            assertThat(ran.exit()).isEqualTo(6);
            assertThat(ran.out()).startsWith("Plan to evacuate h1: 0 steps, 1 cold move, 1 guest cannot move.");
        }
    }

    @Nested
    final class Waiting {
        @Test
        void saysEachChangeOnceWhereThereIsNoTerminal() {
            controller
                    .when("POST /v1/guests/web-1/migrate", 202, moved(State.QUEUED))
                    .when(OPERATION, 200, Samples.json(Samples.sending(11)))
                    .when(OPERATION, 200, Samples.json(Samples.sending(12)))
                    .when(OPERATION, 200, Samples.json(Samples.sending(61)))
                    .when(OPERATION, 200, Samples.json(Samples.operation(Kind.MIGRATE, State.SUCCEEDED)));

            Shell.Ran ran = shell.run("migrate", "web-1", "--to", "h2");

            assertThat(ran.err()).isEqualTo("""
                    migrate web-1 h1 -> h2: running, send, 11 %, 0.2/2.0 GiB, 100.0 MiB/s, 8 s left
                    migrate web-1 h1 -> h2: running, send, 61 %, 1.2/2.0 GiB, 100.0 MiB/s, 8 s left
                    migrate web-1 h1 -> h2: succeeded
                    """);
            assertThat(ran.out()).isEqualTo("Guest web-1 moved from h1 to h2 in 12 s.\n");
        }

        @Test
        void drawsABarOnATerminal() {
            controller
                    .when("POST /v1/guests/web-1/migrate", 202, moved(State.QUEUED))
                    .when(OPERATION, 200, Samples.json(Samples.sending(50)))
                    .when(OPERATION, 200, Samples.json(Samples.operation(Kind.MIGRATE, State.SUCCEEDED)));

            Shell.Ran ran = shell.onTerminal("").run("migrate", "web-1");

            assertThat(ran.err())
                    .contains("\r\u001B[K\u001B[?7lmigrate web-1 h1 -> h2  [############------------]  50 %");
        }

        @Test
        void goesOnWhileTheControllerIsBeingRestarted() {
            controller
                    .when("POST /v1/guests/web-1/migrate", 202, moved(State.QUEUED))
                    .when(OPERATION, 200, Samples.json(Samples.sending(11)))
                    .whenRaw(OPERATION, "")
                    .whenRaw(OPERATION, "")
                    .whenRaw(OPERATION, "")
                    .when(OPERATION, 200, Samples.json(Samples.operation(Kind.MIGRATE, State.SUCCEEDED)));

            Shell.Ran ran = shell.run("migrate", "web-1");

            assertThat(ran.exit()).isZero();
            assertThat(ran.err()).contains("The controller does not answer at the moment; the operation is durable");
        }

        @Test
        void returnsAtOnceWhenToldNotToWait() {
            controller.when("POST /v1/guests/web-1/migrate", 202, moved(State.QUEUED));

            Shell.Ran ran = shell.run("migrate", "web-1", "--no-wait");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).isEqualTo("Operation " + Samples.MOVE + " has begun: migrate web-1 h1 -> h2.\n");
            assertThat(ran.err()).isEqualTo("Watch it with: kvmherd operation watch " + Samples.MOVE + "\n");
        }

        @Test
        void countsACancelledOperationAsDoneForTheOneWhoCancelled() {
            controller
                    .when("POST /v1/operations/" + Samples.MOVE + "/cancel", 202, moved(State.RUNNING))
                    .when(OPERATION, 200, Samples.json(Samples.operation(Kind.MIGRATE, State.CANCELLED)));

            Shell.Ran ran = shell.run("operation", "cancel", Samples.MOVE.toString());

            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).contains("was cancelled.");
        }

        @Test
        void saysThatAnOperationSucceededBeforeItCouldBeCancelled() {
            controller
                    .when("POST /v1/operations/" + Samples.MOVE + "/cancel", 202, moved(State.RUNNING))
                    .when(OPERATION, 200, Samples.json(Samples.operation(Kind.MIGRATE, State.SUCCEEDED)));

            Shell.Ran ran = shell.run("operation", "cancel", Samples.MOVE.toString());

            assertThat(ran.exit()).isEqualTo(4);
            assertThat(ran.err()).contains("It was past its point of no return and succeeded");
        }

        private String moved(State state) {
            return Samples.accepted(Samples.operation(Kind.MIGRATE, state));
        }
    }

    @Nested
    final class Repeating {
        @Test
        void keepsTheKeyWhenTheConnectionBreaks() {
            controller
                    .whenRaw("POST /v1/hosts/h1/cordon", "")
                    .when("POST /v1/hosts/h1/cordon", 503, Samples.problem(503, "BUSY", "Busy."))
                    .when("POST /v1/hosts/h1/cordon", 200, Samples.json(Samples.host("h1", "AuthenticAMD")));

            Shell.Ran ran = shell.run("cordon", "h1");

            assertThat(ran.exit()).isZero();
            assertThat(controller.requests()).hasSize(3);
            assertThat(controller.requests().stream().map(this::key).distinct()).hasSize(1);
        }

        @Test
        void givesUpAfterThreeAttempts() {
            controller.whenRaw("POST /v1/hosts/h1/cordon", "");

            Shell.Ran ran = shell.run("cordon", "h1");

            assertThat(ran.exit()).isEqualTo(8);
            assertThat(controller.requests()).hasSize(3);
        }

        private String key(String request) {
            return request.lines()
                    .filter(line -> line.startsWith("Idempotency-Key: "))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Nested
    final class Confirming {
        @Test
        void refusesWhereNobodyCanBeAsked() {
            Shell.Ran ran = shell.run("guest", "stop", "web-1");

            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.err()).contains("Switch guest web-1 off").contains("next: Repeat the command with -y");
            assertThat(controller.requests()).isEmpty();
        }

        @Test
        void doesNothingUnlessTheAnswerIsYes() {
            Shell.Ran ran = shell.onTerminal("no\n").run("guest", "delete", "web-1");

            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.err()).contains("[y/N]").contains("Nothing was done.");
            assertThat(controller.requests()).isEmpty();
        }

        @Test
        void goesOnWhenTheAnswerIsYes() {
            controller
                    .when(
                            "DELETE /v1/guests/web-1?dryRun=false&reason=too+old",
                            202,
                            Samples.accepted(Samples.operation(Kind.DELETE, State.QUEUED)))
                    .when(OPERATION, 200, Samples.json(Samples.operation(Kind.DELETE, State.SUCCEEDED)));

            Shell.Ran ran = shell.onTerminal("y\n").run("guest", "delete", "web-1", "--reason", "too old");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).contains("Guest web-1 was deleted; its volumes are still there");
        }

        @Test
        void saysThatAnOnlyDefinitionIsGoneForGood() {
            controller
                    .when(
                            "DELETE /v1/guests/web-1?dryRun=false&definition=true",
                            202,
                            Samples.accepted(Samples.operation(Kind.DELETE, State.QUEUED)))
                    .when(OPERATION, 200, Samples.json(Samples.operation(Kind.DELETE, State.SUCCEEDED)));

            Shell.Ran ran = shell.onTerminal("y\n").run("guest", "delete", "web-1", "--definition");

            assertThat(ran.exit()).isZero();
            assertThat(ran.err()).contains("for good");
        }
    }

    @Nested
    final class Creating {
        @Test
        void sendsWhatTheFlagsSay() {
            accept();

            Shell.Ran ran = shell.run(
                    "guest",
                    "create",
                    "web-1",
                    "--vcpus",
                    "2",
                    "--memory",
                    "1G",
                    "--memory-min",
                    "512M",
                    "--emulated",
                    "--volume",
                    "images/web-1.img:raw",
                    "--network",
                    "default",
                    "--label",
                    "ssd",
                    "--anti-affinity",
                    "web",
                    "--cannot-move",
                    "shut-down",
                    "--kernel",
                    "/boot/vmlinuz",
                    "--cmdline",
                    "quiet",
                    "--no-start");

            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(controller.request("POST"))
                    .endsWith("{\"spec\":{\"name\":\"web-1\",\"vcpus\":2,\"memoryMib\":1024,\"memoryMinMib\":512,"
                            + "\"virtualisation\":\"EMULATED\",\"cpuModel\":\"\",\"machineType\":\"\",\"boot\":{\"kernel\":"
                            + "\"/boot/vmlinuz\",\"initrd\":\"\",\"commandLine\":\"quiet\"},\"volumes\":[{\"pool\":\"images\","
                            + "\"volume\":\"web-1.img\",\"format\":\"RAW\"}],\"networks\":[\"default\"],\"requiredLabels\":"
                            + "[\"ssd\"],\"antiAffinityGroup\":\"web\",\"cannotMove\":\"SHUT_DOWN\"},\"start\":false,"
                            + "\"reason\":\"\",\"dryRun\":false}");
        }

        @Test
        void letsFlagsOverrideTheFile() throws IOException {
            accept();
            Path file = Files.writeString(folder.resolve("web.yaml"), """
                    name: web-1
                    vcpus: 4
                    memoryMib: 512
                    volumes:
                      - {pool: images, volume: web-1.qcow2, format: QCOW2}
                    """);

            Shell.Ran ran = shell.run("guest", "create", "-f", file.toString(), "--memory", "2G");

            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(controller.request("POST"))
                    .contains("\"vcpus\":4,\"memoryMib\":2048")
                    .contains("\"volume\":\"web-1.qcow2\"")
                    .contains("\"start\":true");
        }

        @Test
        void takesTheSpecificationThatShowPrints() throws IOException {
            accept();
            String spec = Samples.json(
                    Samples.guest("web-1", GuestState.RUNNING, Wish.RUNNING).spec());
            Path file = Files.writeString(folder.resolve("web.json"), spec);

            Shell.Ran ran = shell.run("guest", "create", "web-2", "-f", file.toString());

            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(controller.request("POST"))
                    .contains("\"name\":\"web-2\"")
                    .contains("\"cpuModel\":\"EPYC\",\"machineType\":\"pc-q35-7.2\"");
        }

        @Test
        void refusesAFieldThatTheFileCannotHave() throws IOException {
            Path file = Files.writeString(folder.resolve("web.yaml"), "name: web-1\nmemroyMib: 512\n");

            Shell.Ran ran = shell.run("guest", "create", "-f", file.toString());

            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.err()).contains("memroyMib").contains(file.toString());
        }

        @Test
        void asksForTheMemoryThatWasForgotten() {
            Shell.Ran ran = shell.run("guest", "create", "web-1");

            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.err()).contains("the guest's memory is not stated; give --memory, such as --memory 1G.");
        }

        @Test
        void refusesAVolumeThatIsAPath() {
            Shell.Ran ran = shell.run("guest", "create", "web-1", "--memory", "1G", "--volume", "/srv/web.img");

            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.err()).contains("--volume /srv/web.img is not POOL/NAME");
        }

        @Test
        void showsEveryReasonWhenNoHostFits() {
            String reasons = Samples.json(Samples.otherMaker()).replace("\"names\":{", "\"names\":{\"host\":\"h3\",");
            controller.when(
                    "POST /v1/guests",
                    422,
                    Samples.problem(422, "INFEASIBLE", "No host.").replace("}", ",\"reasons\":[" + reasons + "]}"));

            Shell.Ran ran = shell.run("guest", "create", "web-1", "--memory", "1G");

            assertThat(ran.exit()).isEqualTo(5);
            assertThat(ran.err()).contains("  - h3: A running guest cannot move between CPUs of different makers");
        }

        private void accept() {
            controller
                    .when("POST /v1/guests", 202, Samples.accepted(Samples.operation(Kind.CREATE, State.QUEUED)))
                    .when(OPERATION, 200, Samples.json(Samples.operation(Kind.CREATE, State.SUCCEEDED)));
        }
    }
}
