package io.kvmherd.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.KvmherdException;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private volatile List<String> problems = List.of();
    private int port;

    @BeforeEach
    void listen() throws Exception {
        HealthServer server = new HealthServer(VERTX, () -> problems, () -> "kvmherd_agent_guests 3.0\n");
        port = server.listen("127.0.0.1", 0).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterAll
    static void close() {
        VERTX.close().onFailure(failure -> {});
        CLIENT.close();
    }

    @Test
    void livesAsSoonAsItAnswers() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void isReadyWithoutProblems() throws Exception {
        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ready\":true,\"reasons\":[]}\n");
    }

    @Test
    void isNotReadyAndSaysWhy() throws Exception {
        problems = List.of("libvirt: connection refused");

        HttpResponse<String> answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"ready\":false,\"reasons\":[\"libvirt: connection refused\"]}\n");
    }

    @Test
    void servesItsMeters() throws Exception {
        assertThat(get("/metrics").body()).isEqualTo("kvmherd_agent_guests 3.0\n");
    }

    @Test
    void saysWhereToLookForAnythingElse() throws Exception {
        HttpResponse<String> answer = get("/");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("/health/ready");
    }

    @Test
    void saysThatAnAddressIsNotThisMachines() {
        HealthServer elsewhere = new HealthServer(VERTX, List::of, () -> "");

        assertThatThrownBy(() -> elsewhere
                        .listen("192.0.2.1", 7449)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(KvmherdException.class)
                .hasMessageContaining("health cannot be served at 192.0.2.1:7449");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
