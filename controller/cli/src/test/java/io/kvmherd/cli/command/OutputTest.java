package io.kvmherd.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.cli.FakeController;
import io.kvmherd.cli.Samples;
import io.kvmherd.cli.listing.Column;
import io.kvmherd.cli.listing.Listing;
import io.kvmherd.cli.output.GuestColumns;
import io.kvmherd.cli.output.HostColumns;
import io.kvmherd.cli.output.OperationColumns;
import io.kvmherd.cli.output.TokenColumns;
import io.kvmherd.cli.output.UnmanagedColumns;
import io.kvmherd.common.api.GuestList;
import io.kvmherd.common.api.HostList;
import io.kvmherd.common.api.HostResource;
import io.kvmherd.common.api.OperationList;
import io.kvmherd.common.api.OperationResource.Kind;
import io.kvmherd.common.api.OperationResource.State;
import io.kvmherd.common.api.TokenList;
import io.kvmherd.common.api.TokenResource;
import io.kvmherd.common.api.UnmanagedList;
import io.kvmherd.common.model.AccessRole;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputTest {
    private static final HostResource AMD = Samples.host("h1", "AuthenticAMD");
    private static final HostResource INTEL = Samples.host("h2", "GenuineIntel");

    private static final String UNMANAGED = Samples.json(new UnmanagedList(List.of(
            new UnmanagedList.Item(Samples.WEB, "old-db", new HostId("h1"), GuestState.RUNNING, 2, 512, 300),
            new UnmanagedList.Item(Samples.WEB, "Old Mail", new HostId("h2"), GuestState.SHUT_OFF, 1, 4_096, 0))));

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
    final class Hosts {
        @BeforeEach
        void answer() {
            controller.when("GET /v1/hosts", 200, Samples.json(new HostList(List.of(INTEL, AMD), Optional.empty())));
        }

        @Test
        void arePickedByTheirMaker() {
            assertThat(out("host", "list", "-l", "vendor=AMD", "-o", "name")).isEqualTo("h1\n");
            assertThat(out("host", "list", "-l", "vendor=GenuineIntel", "-o", "name"))
                    .isEqualTo("h2\n");
            assertThat(out("host", "list", "-l", "vendor!=AMD,labels=ssd", "-o", "name"))
                    .isEqualTo("h2\n");
        }

        @Test
        void arePickedInJsonAsWell() {
            assertThat(out("host", "list", "-l", "host=h1", "-o", "json"))
                    .isEqualTo("{\"items\":[" + Samples.json(AMD) + "]}\n");
        }

        @Test
        void standOneALineInTheOrderOfTheController() {
            assertThat(out("host", "list", "-o", "jsonl"))
                    .isEqualTo(Samples.json(INTEL) + "\n" + Samples.json(AMD) + "\n");
        }

        @Test
        void areSortedAndCutToTheColumnsThatWereAskedFor() {
            assertThat(out("host", "list", "--columns", "host,memory,labels", "--sort", "host:desc"))
                    .isEqualTo("""
                            HOST    MEMORY  LABELS
                            h2    16.0 GiB  rack-3,ssd
                            h1    16.0 GiB  rack-3,ssd
                            """);
        }

        @Test
        void haveMoreColumnsWhenThereIsRoom() {
            assertThat(out("host", "list", "-o", "wide").lines().findFirst().orElseThrow())
                    .startsWith("HOST  DUTY    SEEN  CPU")
                    .contains("CPU MODEL", "LABELS", "POOLS", "QEMU")
                    .endsWith("MIGRATION AT");
        }

        @Test
        void areAYamlListOfTheSameFields() {
            assertThat(out("host", "list", "-o", "yaml"))
                    .startsWith("items:\n- name: h2\n  duty: ACTIVE\n")
                    .contains("\n- name: h1\n", "\n  labels:\n  - rack-3\n  - ssd\n", "\n  virtualises: true\n");
        }
    }

    @Nested
    final class OtherLists {
        @Test
        void ofGuestsArePickedByStateAndHost() {
            String guests = Samples.json(new GuestList(
                    List.of(
                            Samples.guest("web-10", GuestState.RUNNING, Wish.RUNNING),
                            Samples.guest("db-1", GuestState.SHUT_OFF, Wish.RUNNING),
                            Samples.stuckGuest("web-2")),
                    Optional.empty()));
            controller.when("GET /v1/guests?limit=500", 200, guests);

            assertThat(out("guest", "list", "-l", "state=RUNNING,host=h1", "-o", "name"))
                    .isEqualTo("web-2\nweb-10\n");
            assertThat(out("ls", "-l", "state=shut-off", "-o", "name")).isEqualTo("db-1\n");
            assertThat(out("ls", "-l", "mobility=0", "-o", "name")).isEqualTo("web-2\n");
            assertThat(out("ls", "--sort", "mobility:desc", "-o", "name")).isEqualTo("web-10\nweb-2\ndb-1\n");
        }

        @Test
        void ofUnmanagedGuestsTakeTheSameOptions() {
            controller.when("GET /v1/unmanaged", 200, UNMANAGED);

            assertThat(out("guest", "list", "--unmanaged", "-l", "host=h2", "-o", "name"))
                    .isEqualTo("Old Mail\n");
            assertThat(out("ls", "--unmanaged", "--sort", "memory:desc", "--columns", "guest,memory"))
                    .isEqualTo("""
                            NOT MANAGED   MEMORY
                            Old Mail     4.0 GiB
                            old-db       512 MiB
                            """);
            assertThat(out("ls", "--unmanaged", "-o", "json")).isEqualTo(UNMANAGED + "\n");
        }

        @Test
        void ofGuestsHaveTheUnmanagedBelowUnlessRowsArePicked() {
            String guest = Samples.json(Samples.guest("web-1", GuestState.RUNNING, Wish.RUNNING));
            controller
                    .when("GET /v1/guests?limit=500", 200, "{\"items\":[" + guest + "]}")
                    .when("GET /v1/unmanaged", 200, UNMANAGED);

            assertThat(out("ls").lines().map(line -> line.split(" {2}", 2)[0]))
                    .containsExactly("GUEST", "web-1", "", "NOT MANAGED", "old-db", "Old Mail");
            assertThat(out("ls", "-l", "host=h1").lines()).hasSize(2);
        }

        @Test
        void ofOperationsArePickedByKind() {
            OperationList page = new OperationList(
                    List.of(
                            Samples.operation(Kind.MIGRATE, State.SUCCEEDED),
                            Samples.operation(Kind.START, State.FAILED)),
                    Optional.of("next-one"));
            controller.when("GET /v1/operations?limit=50", 200, Samples.json(page));

            Shell.Ran ran = shell.run("operation", "list", "-l", "kind=migrate", "--columns", "guest,from,to,state");

            assertThat(ran.out()).isEqualTo("GUEST  FROM  TO  STATE\nweb-1  h1    h2  succeeded\n");
            assertThat(ran.err()).startsWith("Older ones:");
            assertThat(out("operation", "list", "-o", "json")).isEqualTo(Samples.json(page) + "\n");
        }

        @Test
        void ofTokensArePickedByWhetherTheyHold() {
            TokenResource old = new TokenResource(
                    "old", AccessRole.VIEWER, "root", Samples.THEN, Samples.THEN.plusSeconds(9), true);
            TokenResource holding = new TokenResource(
                    "new", AccessRole.ADMIN, "root", Samples.THEN, Samples.THEN.plusSeconds(99), false);
            controller.when("GET /v1/tokens", 200, Samples.json(new TokenList(List.of(holding, old))));

            assertThat(out("token", "list", "-l", "expired=yes", "-o", "name")).isEqualTo("old\n");
            assertThat(out("token", "list", "--sort", "until", "-o", "name")).isEqualTo("old\nnew\n");
            assertThat(out("token", "list", "-o", "json"))
                    .isEqualTo(Samples.json(new TokenList(List.of(holding, old))) + "\n");
        }

        @Test
        void thatAreEmptyHaveTheirHeaderAndNoNames() {
            controller.when("GET /v1/tokens", 200, "{\"items\":[]}");

            assertThat(out("token", "list")).isEqualTo("TOKEN  ROLE  MADE BY  MADE AT  HOLDS UNTIL\n");
            assertThat(out("token", "list", "-o", "name")).isEmpty();
            assertThat(out("token", "list", "-o", "jsonl")).isEmpty();
            assertThat(out("token", "list", "-o", "yaml")).isEqualTo("items: []\n");
        }
    }

    @Nested
    final class Showing {
        @Test
        void writesTheApisFieldsAsYaml() {
            controller.when("GET /v1/hosts/h1", 200, Samples.json(AMD));

            assertThat(out("host", "show", "h1", "-o", "yaml"))
                    .startsWith("name: h1\nduty: ACTIVE\nreachability: UP\n")
                    .contains("\nversions:\n  qemu: 7.2.1\n");
        }

        @Test
        void writesOperationsAndPlansAsYaml() {
            controller
                    .when(
                            "GET /v1/operations/" + Samples.MOVE,
                            200,
                            Samples.json(Samples.operation(Kind.MIGRATE, State.SUCCEEDED)))
                    .when("GET /v1/plans/" + Samples.PLAN, 200, Samples.json(Samples.evacuationPlan()));

            assertThat(out("operation", "show", Samples.MOVE.toString(), "-o", "yaml"))
                    .startsWith("id: " + Samples.MOVE + "\nkind: MIGRATE\n");
            assertThat(out("plan", "show", Samples.PLAN.toString(), "-o", "yaml"))
                    .contains("\npurpose: EVACUATE\n", "\n- number: 2\n");
        }

        @Test
        void writesASpecificationThatAFileMayHold() throws IOException {
            String guest = Samples.json(Samples.guest("web-1", GuestState.RUNNING, Wish.RUNNING));
            controller
                    .when("GET /v1/guests/web-1", 200, guest)
                    .when("POST /v1/guests", 422, Samples.problem(422, "INFEASIBLE", "No host."));
            String yaml = out("guest", "show", "web-1", "-o", "yaml");
            String spec = yaml.substring(yaml.indexOf("spec:\n") + "spec:\n".length(), yaml.indexOf("residentMib:"));
            Path file = Files.writeString(folder.resolve("web.yaml"), spec.stripIndent());

            shell.run("guest", "create", "-f", file.toString());

            assertThat(controller.request("POST"))
                    .contains("\"volume\":\"web-1.qcow2\"", "\"cpuModel\":\"EPYC\",\"machineType\":\"pc-q35-7.2\"");
        }

        @Test
        void separatesEventsInYaml() {
            controller.whenRaw(
                    "GET /v1/events",
                    "HTTP/1.1 200 OK\r\n\r\nid: 7\ndata: {\"sequence\":7,\"at\":\"2026-03-01T08:15:30Z\",\"type\":\"GUEST\","
                            + "\"subject\":\"web-1\"}\n\n");

            assertThat(out("event", "watch", "--count", "1", "-o", "yaml")).startsWith("---\nsequence: 7\n");
        }
    }

    @Nested
    final class Mistakes {
        @Test
        void inAColumnAreToldBeforeTheControllerIsAsked() {
            Shell.Ran ran = shell.run("host", "list", "--sort", "memry:desc");

            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.err())
                    .contains("hosts have no column \"memry\"; the nearest is memory, and all there are: host, duty")
                    .contains("Nothing was sent to the controller.");
            assertThat(controller.requests()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"json", "jsonl", "yaml", "name"})
        void ofColumnsWhereThereIsNoTableAreRefused(String form) {
            Shell.Ran ran = shell.run("host", "list", "--columns", "host", "-o", form);

            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.err()).contains("-o " + form + " writes no table");
        }

        @Test
        void ofAFormThatOnlyListsHaveChangeNothing() {
            Shell.Ran ran = shell.run("guest", "stop", "web-1", "-y", "-o", "name");

            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.err()).contains("kvmherd guest stop cannot write the form name.");
            assertThat(controller.requests()).isEmpty();
        }
    }

    @Nested
    final class Help {
        @Test
        void namesEveryColumn() {
            assertThat(columnsMissing(HostColumns.LISTING, "host")).isEmpty();
            assertThat(columnsMissing(GuestColumns.LISTING, "guest")).isEmpty();
            assertThat(columnsMissing(UnmanagedColumns.LISTING, "guest")).isEmpty();
            assertThat(columnsMissing(OperationColumns.LISTING, "operation")).isEmpty();
            assertThat(columnsMissing(TokenColumns.LISTING, "token")).isEmpty();
        }

        @Test
        void saysWhoPicksAndSorts() {
            assertThat(help("guest")).contains("It is this command that picks and sorts");
        }

        private <T> List<String> columnsMissing(Listing<T> listing, String noun) {
            String help = help(noun);
            String columns = help.substring(help.indexOf("Columns: "));
            return listing.columns().stream()
                    .map(Column::name)
                    .filter(name -> !columns.matches("(?s).*\\b" + name + "\\b.*"))
                    .toList();
        }

        private String help(String noun) {
            return HelpTest.root()
                    .parseArgs(noun, "list")
                    .subcommand()
                    .subcommand()
                    .commandSpec()
                    .commandLine()
                    .getUsageMessage()
                    .replaceAll("\\s+", " ");
        }
    }

    private String out(String... arguments) {
        Shell.Ran ran = shell.run(arguments);

        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.out();
    }
}
