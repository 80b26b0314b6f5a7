package io.kvmherd.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kvmherd.common.api.ClusterResource;
import io.kvmherd.common.api.GuestResource;
import io.kvmherd.common.api.HostResource;
import io.kvmherd.common.api.OperationAccepted;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.api.PlanProposed;
import io.kvmherd.common.api.PlanResource;
import io.kvmherd.common.api.ProblemResource;
import io.kvmherd.common.api.TokenCreated;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.Reachability;
import io.kvmherd.common.model.TlsPolicy;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.runtime.config.NetworkAddress;
import io.kvmherd.common.runtime.hazelcast.HazelcastReportClient;
import io.kvmherd.common.runtime.hazelcast.ReportClientSettings;
import io.kvmherd.controller.link.Certificates;
import io.kvmherd.controller.link.DialledAgent;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ControllerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EVENT_TYPES = 3;
    private static final String GUEST = """
            {"spec":{"name":"web","vcpus":1,"memoryMib":256,"virtualisation":"EMULATED"},"start":true,"reason":"a test"}
            """;

    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final Vertx vertx = Vertx.vertx();
    private ControllerConfig config;
    private Wiring controller;
    private UnixHttp api;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        config = config(folder);
        controller = Wiring.start(config, "1.2.3", failure::complete);
        api = new UnixHttp(config.socket().path());
    }

    @AfterAll
    void stop() throws Exception {
        controller.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(failure).isNotDone();
    }

    @Test
    void carriesAGuestFromTheSocketToAnAgentAndKeepsItOverARestart() throws Exception {
        ObedientAgent agent = dial();
        LinkMessage.ControllerHello hello = agent.introduce();
        ReportClientSettings reporting = new ReportClientSettings(
                config.hazelcast().clusterName(),
                List.of(new NetworkAddress("127.0.0.1:" + config.hazelcast().clientPort())));
        try (HazelcastReportClient reports = HazelcastReportClient.start(reporting, "h1")) {
            await().atMost(PATIENCE).until(() -> {
                reports.publish(agent.report(System.nanoTime()));
                return api.get("/v1/hosts/h1").status() == 200
                        && host().reachability() == Reachability.UP
                        && host().inventoried();
            });

            String key = "Idempotency-Key: 11111111-2222\r\n";
            UnixHttp.Answer accepted = api.send("POST", "/v1/guests", key, GUEST);
            OperationResource operation = accepted.as(OperationAccepted.class).operation();
            UnixHttp.Answer repeated = api.send("POST", "/v1/guests", key, GUEST);
            UnixHttp.Answer misused = api.send("POST", "/v1/guests", key, GUEST.replace("256", "512"));
            assertThat(agent.obey()).isEqualTo("CreateGuest");
            assertThat(agent.obey()).isEqualTo("StartGuest");
            assertThat(agent.obey()).isEqualTo("InspectGuest");
            await().atMost(PATIENCE).until(() -> operation(operation).state().isTerminal());

            assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
            assertThat(repeated.as(OperationAccepted.class).operation().id()).isEqualTo(operation.id());
            assertThat(misused.status()).isEqualTo(422);
            assertThat(misused.as(ProblemResource.class).code()).isEqualTo("KEY_REUSED");
            assertThat(misused.as(ProblemResource.class).why())
                    .contains(operation.id().toString(), "body");
            assertThat(operation(operation).state()).isEqualTo(OperationResource.State.SUCCEEDED);
            assertThat(operation(operation).requestedBy()).isEqualTo(System.getProperty("user.name"));
            assertThat(guest().state()).isEqualTo(GuestState.RUNNING);
            assertThat(guest().host()).contains(new HostId("h1"));
            assertThat(host().guests()).isEqualTo(1);
            assertThat(api.get("/v1/guests/web/explanation").status()).isEqualTo(200);
            assertThat(api.get("/v1/hosts/h1/explanation").status()).isEqualTo(200);
            assertThat(api.get("/v1/operations?open=false").body())
                    .contains(operation.id().toString());
            assertThat(typesSeenSince(0)).contains("event: host", "event: guest", "event: operation");
            assertThat(typesSeenSince(1_000_000)).contains("event: host", "event: guest", "event: operation");

            CompletableFuture<UnixHttp.Answer> xml =
                    CompletableFuture.supplyAsync(() -> getUnchecked("/v1/guests/web/xml"));
            assertThat(agent.obey()).isEqualTo("ReadGuestXml");
            UnixHttp.Answer evacuation = api.post("/v1/hosts/h1/evacuate", "{\"dryRun\":true}");
            PlanResource plan = evacuation.as(PlanProposed.class).plan();
            UnixHttp.Answer stop = api.post("/v1/guests/web/stop", "{\"dryRun\":true}");

            assertThat(xml.get(10, TimeUnit.SECONDS).body()).isEqualTo("<domain type='qemu'/>");
            assertThat(plan.blocked())
                    .singleElement()
                    .satisfies(blocked -> assertThat(blocked.guestName()).isEqualTo("web"));
            assertThat(api.get("/v1/plans/" + plan.id().orElseThrow()).as(PlanResource.class))
                    .isEqualTo(plan);
            PlanResource stopping = stop.as(PlanProposed.class).plan();
            assertThat(stopping.purpose()).isEqualTo(PlanResource.Purpose.STOP);
            assertThat(stopping.steps())
                    .singleElement()
                    .satisfies(step -> assertThat(step.from()).contains(new HostId("h1")));
            assertThat(api.get("/v1/plans/" + stopping.id().orElseThrow()).as(PlanResource.class))
                    .isEqualTo(stopping);
            assertThat(api.send("DELETE", "/v1/guests/web?dryRun=true", "", "").status())
                    .isEqualTo(409);
        }

        controller.close();
        controller = Wiring.start(config, "1.2.3", failure::complete);

        assertThat(api.get("/v1/cluster").as(ClusterResource.class).epoch())
                .isEqualTo(hello.epoch().number() + 1);
        assertThat(guest().name()).isEqualTo("web");
    }

    @Test
    void opensTheSocketToRootAndTheGroupOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(config.socket().path())))
                .isEqualTo("rw-rw----");
    }

    @Test
    void saysThatAPathDoesNotExist() throws IOException {
        UnixHttp.Answer answer = api.get("/v1/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.head()).contains("application/problem+json");
    }

    @Test
    void saysThatAMethodIsNotTaken() throws IOException {
        assertThat(api.send("DELETE", "/v1/cluster", "", "").status()).isEqualTo(405);
    }

    @Test
    void namesTheFieldThatItDoesNotKnow() throws IOException {
        UnixHttp.Answer answer = api.post("/v1/hosts/h1/cordon", "{\"colour\":\"red\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.as(ProblemResource.class).why()).contains("colour");
    }

    @Test
    void saysWhereJsonIsBroken() throws IOException {
        UnixHttp.Answer answer = api.post("/v1/guests", "{\"spec\": nonsense");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.as(ProblemResource.class).why()).contains("line 1");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws IOException {
        UnixHttp.Answer answer = api.post("/v1/guests", " ".repeat(Limits.REQUEST_BYTES + 1));

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void refusesMoreThanItAnswersAtATimeUntilOthersAreGone() throws IOException {
        List<Closeable> slow = new ArrayList<>();
        for (int number = 0; number < 256; number++) {
            slow.add(api.beginPost("/v1/guests"));
        }
        await().atMost(PATIENCE).until(() -> api.get("/v1/cluster").status() == 429);
        UnixHttp.Answer refused = api.get("/v1/cluster");

        for (Closeable client : slow) {
            client.close();
        }

        assertThat(refused.head().toLowerCase(Locale.ROOT)).contains("retry-after: 2", "application/problem+json");
        assertThat(refused.as(ProblemResource.class).why()).contains("256");
        await().atMost(PATIENCE).until(() -> api.get("/v1/cluster").status() == 200);
    }

    @Test
    void refusesAParameterThatItDoesNotKnow() throws IOException {
        UnixHttp.Answer answer = api.send("DELETE", "/v1/guests/web?dryrun=true", "", "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.as(ProblemResource.class).why()).contains("\"dryrun\"", "dryRun, reason");
    }

    @Test
    void saysAsAProblemThatAPathCannotBeRead() throws IOException {
        UnixHttp.Answer answer = api.get("/v1/guests/%zz");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.as(ProblemResource.class).code()).isEqualTo("INVALID_INPUT");
    }

    @Test
    void saysAsAProblemThatAPathOrAHeaderIsTooLong() throws IOException {
        UnixHttp.Answer path = api.get("/v1/guests/" + "a".repeat(9_000));
        UnixHttp.Answer header = api.send("GET", "/v1/cluster", "X-Long: " + "a".repeat(17_000) + "\r\n", "");

        assertThat(path.status()).isEqualTo(414);
        assertThat(path.head()).contains("application/problem+json");
        assertThat(path.as(ProblemResource.class).why()).contains("first line is longer than 8192 bytes");
        assertThat(header.status()).isEqualTo(431);
        assertThat(header.as(ProblemResource.class).why()).contains("headers are longer than 16384 bytes");
    }

    @Test
    void saysThatAnObjectIsExpectedWhereAnArrayWasSent() throws IOException {
        UnixHttp.Answer answer = api.post("/v1/hosts/h1/cordon", "[]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.as(ProblemResource.class).why())
                .isEqualTo("ActionRequest: an object is expected, an array was sent");
    }

    @Test
    void refusesToChangeAGuestByNothing() throws IOException {
        UnixHttp.Answer answer = api.send("PATCH", "/v1/guests/web", "", "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.as(ProblemResource.class).why()).contains("evacuation");
    }

    @Test
    void refusesAForm() throws IOException {
        String form = "Content-Type: Application/X-WWW-Form-Urlencoded\r\n";

        UnixHttp.Answer answer = api.send("POST", "/v1/guests", form, "a=%zz");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.as(ProblemResource.class).next()).contains("application/json");
    }

    @Test
    void refusesTwoKeysAndAnEmptyOne() throws IOException {
        String two = "Idempotency-Key: a\r\nIdempotency-Key: b\r\n";

        assertThat(api.send("POST", "/v1/guests", two, GUEST).status()).isEqualTo(400);
        assertThat(api.send("POST", "/v1/guests", "Idempotency-Key: \r\n", GUEST)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesAPageThatIsTooLong() throws IOException {
        assertThat(api.get("/v1/guests?limit=501").status()).isEqualTo(400);
        assertThat(api.get("/v1/guests?limit=500").status()).isEqualTo(200);
    }

    @Test
    void refusesAKeyThatIsNone() throws IOException {
        UnixHttp.Answer answer = api.send("POST", "/v1/guests", "Idempotency-Key: a b\r\n", GUEST);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.as(ProblemResource.class).why()).contains("Idempotency-Key");
    }

    @Test
    void refusesToPlanWhatMovesNothing() throws IOException {
        assertThat(api.post("/v1/hosts/h9/cordon", "{\"dryRun\":true}").status())
                .isEqualTo(400);
    }

    @Test
    void saysThatAHostDoesNotExist() throws IOException {
        UnixHttp.Answer answer = api.get("/v1/hosts/h9");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.as(ProblemResource.class).what()).contains("h9");
    }

    @Test
    void isAliveReadyAndMeasuredOnBothSides() throws IOException {
        assertThat(api.get("/health/live").status()).isEqualTo(200);
        assertThat(api.get("/health/ready").status()).isEqualTo(200);
        assertThat(api.get("/metrics").body())
                .contains("kvmherd_commit_seconds_count")
                .contains("kvmherd_guests_immobile{obstacle=\"CPU\"}");
    }

    @Test
    void refusesASecondControllerOnTheSameFolder() {
        assertThatThrownBy(() -> Wiring.start(config, "1.2.3", failure::complete))
                .isInstanceOf(KvmherdException.class)
                .hasMessageContaining("held by another process");
    }

    private UnixHttp.Answer getUnchecked(String path) {
        try {
            return api.get(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObedientAgent dial() throws Exception {
        DialledAgent link = DialledAgent.dial(vertx, config.link().port(), Certificates.of("h1"), "/link/v1");
        return new ObedientAgent(new HostId("h1"), link);
    }

    private OperationResource operation(OperationResource known) throws IOException {
        return api.get("/v1/operations/" + known.id()).as(OperationResource.class);
    }

    @Test
    void servesTheNetworkOnlyToTokensAndOnlyWhatTheirRoleAllows() throws Exception {
        TlsHttp network = new TlsHttp(config.api().port(), Certificates.of("c1").authority());
        UnixHttp.Answer made = api.post("/v1/tokens", "{\"name\":\"backup\",\"role\":\"VIEWER\",\"days\":1}");
        String token = made.as(TokenCreated.class).text();
        String forged = token.substring(0, token.length() - 1) + (token.endsWith("0") ? "1" : "0");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(network.send("GET", "/v1/cluster", "").status()).isEqualTo(401);
        assertThat(network.send("GET", "/v1/cluster", forged).status()).isEqualTo(401);
        assertThat(network.send("GET", "/v1/cluster", token).status()).isEqualTo(200);
        assertThat(network.send("GET", "/metrics", token).status()).isEqualTo(404);
        TlsHttp.Answer cordon = network.send("POST", "/v1/hosts/h1/cordon", token);
        assertThat(cordon.status()).isEqualTo(403);
        assertThat(cordon.body()).contains("needs the role operator");
        assertThat(network.send("GET", "/v1/tokens", token).status()).isEqualTo(403);
        assertThat(api.get("/v1/tokens").body()).contains("backup").doesNotContain(token);

        try (InputStream events = network.watch(token)) {
            assertThat(events.read()).isEqualTo(':');
            assertThat(api.send("DELETE", "/v1/tokens/backup", "", "").status()).isEqualTo(200);
            assertThat(CompletableFuture.supplyAsync(() -> isCutOff(events))
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(network.send("GET", "/v1/cluster", token).status()).isEqualTo(401);
    }

    /** Reads until the stream ends; the caller's limit ends the waiting otherwise. */
    private static boolean isCutOff(InputStream events) {
        try {
            events.readAllBytes();
            return true;
        } catch (IOException reset) {
            return true;
        }
    }

    private GuestResource guest() throws IOException {
        return api.get("/v1/guests/web").as(GuestResource.class);
    }

    private HostResource host() throws IOException {
        return api.get("/v1/hosts/h1").as(HostResource.class);
    }

    /** Reads until all three were seen; the test's own time limit ends it otherwise. */
    private Set<String> typesSeenSince(long since) throws IOException {
        Set<String> seen = new TreeSet<>();
        try (BufferedReader stream = api.watch(since)) {
            String line = stream.readLine();
            while (line != null && seen.size() < EVENT_TYPES) {
                if (line.startsWith("event: ")) {
                    seen.add(line);
                }
                line = stream.readLine();
            }
        }
        return seen;
    }

    private static ControllerConfig config(Path folder) throws IOException {
        String group =
                Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
        return new ControllerConfig(
                folder.resolve("data"),
                new ControllerConfig.Socket(folder.resolve("api.sock"), group),
                new ControllerConfig.Api("127.0.0.1", freePort()),
                new ControllerConfig.Listener("127.0.0.1", freePort()),
                Certificates.of("c1"),
                new ControllerConfig.Hazelcast("test", "127.0.0.1", freePort(), "127.0.0.1", freePort()),
                new ControllerConfig.Metrics("127.0.0.1", freePort()),
                new ControllerConfig.Cluster(1.0, 4.0, 1_024, 2, 2, "normal", 0, "live", TlsPolicy.PREFERRED, 0),
                new TreeMap<>(),
                new ControllerConfig.Audit(400, 1_000_000),
                List.of("images"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
