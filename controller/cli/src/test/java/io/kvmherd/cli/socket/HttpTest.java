package io.kvmherd.cli.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.cli.FakeController;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpTest {
    private static final String REQUEST = "GET /v1/hosts";

    @TempDir
    private Path folder;

    private FakeController server;
    private Http http;

    @BeforeEach
    void start() {
        server = FakeController.at(folder.resolve("api.sock"));
        http = new Http(new Endpoint.UnixSocket(server.socket()), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void readsAnAnswerOfStatedLength() {
        server.whenRaw(REQUEST, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Kind: Plain\r\n\r\nhello and more");

        HttpResponse response = get();

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("x-kind")).isEqualTo("Plain");
        assertThat(response.text()).isEqualTo("hello");
    }

    @Test
    void putsAnAnswerInChunksTogether() {
        server.whenRaw(
                REQUEST,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;note=x\r\nlo\r\n0\r\n\r\n");

        assertThat(get().text()).isEqualTo("hello");
    }

    @Test
    void takesAnAnswerWithoutLengthToItsEnd() {
        server.whenRaw(REQUEST, "HTTP/1.0 200 OK\r\n\r\nhello");

        assertThat(get().text()).isEqualTo("hello");
    }

    @Test
    void sendsTheBodyWithItsLengthInBytes() {
        server.when("POST /v1/guests", 200, "{}");
        HttpRequest request = new HttpRequest("POST", "/v1/guests", new TreeMap<>(), "{\"reason\":\"für h1\"}");

        try (Http.Connection connection = http.connect()) {
            connection.exchange(request);
        }

        assertThat(server.request("POST"))
                .contains("Content-Length: 20\r\n")
                .contains("Content-Type: application/json\r\n")
                .endsWith("{\"reason\":\"für h1\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ICY 200 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n"
            })
    void refusesWhatIsNotHttp(String answer) {
        server.whenRaw(REQUEST, answer);

        assertThatThrownBy(this::get)
                .satisfies(thrown -> assertThat(codeOf(thrown)).isEqualTo(ErrorCode.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 4194305\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n"
            })
    void refusesAnAnswerBeyondTheLimitBeforeReadingIt(String answer) {
        server.whenRaw(REQUEST, answer);

        assertThatThrownBy(this::get)
                .hasMessageContaining("at most 4194304 are read")
                .satisfies(thrown -> assertThat(codeOf(thrown)).isEqualTo(ErrorCode.TOO_LARGE));
    }

    @Test
    void refusesAHeadLineBeyondTheLimit() {
        server.whenRaw(REQUEST, "HTTP/1.1 200 OK\r\nX: " + "x".repeat(9_000) + "\r\n\r\n");

        assertThatThrownBy(this::get)
                .satisfies(thrown -> assertThat(codeOf(thrown)).isEqualTo(ErrorCode.TOO_LARGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"})
    void saysThatNothingIsKnownWhenTheAnswerBreaksOff(String answer) {
        server.whenRaw(REQUEST, answer);

        assertThatThrownBy(this::get)
                .satisfies(thrown -> assertThat(codeOf(thrown)).isEqualTo(ErrorCode.UNREACHABLE));
    }

    @Test
    void waitsNoLongerThanItsPatienceForASilentServer() throws IOException {
        Path silent = folder.resolve("silent.sock");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(silent));
            Http impatient = new Http(new Endpoint.UnixSocket(silent), Duration.ofMillis(50));

            assertThatThrownBy(() -> exchange(impatient)).hasMessage("nothing came for 50 ms although it is connected");
        }
    }

    @Test
    void saysThatASocketFileHasNobodyBehindIt() throws IOException {
        Path left = folder.resolve("left.sock");
        try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            gone.bind(UnixDomainSocketAddress.of(left));
        }

        assertThat(Files.exists(left)).isTrue();
        assertThatThrownBy(() -> exchange(new Http(new Endpoint.UnixSocket(left), Duration.ofSeconds(1))))
                .hasMessage("nobody listens on " + left);
    }

    @Test
    void refusesToPutASecondLineIntoTheHead() {
        assertThatThrownBy(() -> HttpRequest.get("/v1/hosts\r\nX: y")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsEventsAndPassesOverHeartbeats() {
        server.whenRaw(
                "GET /v1/events",
                "HTTP/1.1 200 OK\r\n\r\n: heartbeat\n\nid: 7\nevent: host\ndata: one\ndata: two\n\n: heartbeat\n\n"
                        + "id: 8\r\nevent: guest\r\ndata:three\r\n\r\nid: 9\ndata: cut off");

        try (Http.Connection connection = http.connect()) {
            EventStream stream = connection.stream(HttpRequest.get("/v1/events"), Duration.ofSeconds(10));

            assertThat(stream.next()).contains(new EventStream.ServerEvent("7", "host", "one\ntwo"));
            assertThat(stream.next()).contains(new EventStream.ServerEvent("8", "guest", "three"));
            assertThat(stream.next()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void readsEventsThatAreSplitOverChunks() {
        server.whenRaw(
                "GET /v1/events",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nid: 7\nd\r\n8\r\nata: x\n\n\r\n0\r\n\r\n");

        try (Http.Connection connection = http.connect()) {
            EventStream stream = connection.stream(HttpRequest.get("/v1/events"), Duration.ofSeconds(10));

            assertThat(stream.next()).contains(new EventStream.ServerEvent("7", "message", "x"));
            assertThat(stream.next()).isEmpty();
        }
    }

    private HttpResponse get() {
        return exchange(http);
    }

    private static HttpResponse exchange(Http http) {
        try (Http.Connection connection = http.connect()) {
            return connection.exchange(HttpRequest.get("/v1/hosts"));
        }
    }

    private static ErrorCode codeOf(Throwable thrown) {
        return ((KvmherdException) thrown).code();
    }
}
