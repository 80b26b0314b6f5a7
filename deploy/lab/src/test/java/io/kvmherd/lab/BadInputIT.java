package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.lab.Cluster.Guest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LabExtension.class)
final class BadInputIT {
    private final Cluster cluster;

    BadInputIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/hosts/nowhere",
                "/v1/guests/nobody",
                "/v1/guests/0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21",
                "/v1/operations/0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21",
                "/v1/plans/0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21",
                "/v1/hosts/nowhere/explanation",
                "/v1/nothing"
            })
    void answersNotFoundForWhatIsNotThere(String path) {
        assertProblem(cluster.api().get(path), 404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {                                            | 400
                    []                                           | 400
                    {"spec": {"name": "a", "memoryMib": 128}, "x": 1} | 400
                    {"spec": {"name": "A B", "memoryMib": 128}}  | 400
                    {"spec": {"name": "tiny", "memoryMib": 1}}   | 400
                    {"spec": {"name": "huge", "memoryMib": 99999999} } | 400
                    {"spec": {"name": "a", "name": "b", "memoryMib": 128}} | 400
                    {"spec": {"name": "up", "memoryMib": 128, "boot": {"kernel": "/boot/../etc/shadow"}}} | 400
                    """)
    void refusesABodyThatCannotBeRight(String body, int status) {
        assertProblem(cluster.api().post("/v1/guests", body), status);
    }

    @Test
    void refusesAHugeBodyAndADeepOneAndGoesOnServing() {
        String huge = "{\"reason\": \"" + "x".repeat(3 * 1024 * 1024) + "\"}";
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertProblem(cluster.api().post("/v1/guests", huge), 413);
        assertProblem(cluster.api().post("/v1/guests", deep), 400);
        assertThat(cluster.get("/v1/cluster").path("leading").asBoolean()).isTrue();
    }

    @Test
    void refusesASecondGuestOfTheSameName() {
        Guest guest = cluster.create(GuestOrder.guest("only"));

        Told told = cluster.kvmherd(
                GuestOrder.guest("other").named(guest.name()).command().toArray(String[]::new));

        assertThat(told.exit()).isEqualTo(4);
        cluster.assertRunsOnceOn(guest, guest.host());
    }

    @Test
    void endsWithTheCodeForEachKindOfMistake() {
        assertThat(cluster.kvmherd("guest", "show", "nobody").exit()).isEqualTo(3);
        assertThat(cluster.kvmherd("host", "evacuate", "nowhere", "-y").exit()).isEqualTo(3);
        assertThat(cluster.kvmherd("migrate", "nobody", "--to", "h1").exit()).isEqualTo(3);
        assertThat(cluster.kvmherd("guest", "create", "odd", "--memory", "much").exit())
                .isEqualTo(2);
        assertThat(cluster.kvmherd("--socket", "/nonexistent.sock", "status").exit())
                .isEqualTo(8);
    }

    private static void assertProblem(ApiSocket.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.isProblem()).as(answer.head()).isTrue();
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("what").asText()).isNotBlank();
        assertThat(answer.json().path("next").asText()).isNotBlank();
    }
}
