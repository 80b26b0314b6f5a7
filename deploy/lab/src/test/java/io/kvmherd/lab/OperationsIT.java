package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
final class OperationsIT {
    private final Cluster cluster;

    OperationsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void refusesASecondOperationOnABusyGuest() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("busy"));
        cluster.slowDown(guest);
        String migration = cluster.begin("migrate", guest.name(), "--to", "h2");
        cluster.awaitSending(migration, guest);

        Told stop = cluster.kvmherd("guest", "stop", guest.name(), "-y");
        Told again = cluster.kvmherd("migrate", guest.name(), "--to", "h3");

        assertThat(stop.exit()).isEqualTo(4);
        assertThat(stop.said()).contains(migration);
        assertThat(again.exit()).isEqualTo(4);
        cluster.speedUp(guest);
        assertThat(cluster.awaitEnd(migration).path("state").asText()).isEqualTo("SUCCEEDED");
        cluster.assertRunsOnceOn(guest, "h2");
    }

    @Test
    void cancelsAMigrationAndLeavesTheGuestWhereItWas() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("stays"));
        cluster.slowDown(guest);
        String migration = cluster.begin("migrate", guest.name(), "--to", "h2");
        cluster.awaitSending(migration, guest);

        Told told = cluster.kvmherd("operation", "cancel", migration);

        assertThat(told.exit()).as(told.said()).isZero();
        assertThat(cluster.operation(migration).path("state").asText()).isEqualTo("CANCELLED");
        cluster.assertRunsOnceOn(guest, "h1");
        cluster.speedUp(guest);
        assertThat(cluster.kvmherd("migrate", guest.name(), "--to", "h2").exit())
                .isZero();
        cluster.assertRunsOnceOn(guest, "h2");
    }

    @Test
    void doesARepeatedRequestOnce() {
        GuestOrder order = GuestOrder.guest("once");
        String key = "Idempotency-Key: key-" + order.name();

        ApiSocket.Answer first = cluster.api().post("/v1/guests", order.body(), key);
        ApiSocket.Answer second = cluster.api().post("/v1/guests", order.body(), key);
        ApiSocket.Answer other =
                cluster.api().post("/v1/guests", GuestOrder.guest("another").body(), key);

        assertThat(first.status()).as(first.body()).isEqualTo(202);
        assertThat(second.status()).as(second.body()).isEqualTo(202);
        assertThat(operationOf(second)).isEqualTo(operationOf(first));
        assertThat(other.status()).as(other.body()).isEqualTo(422);
        assertThat(other.body()).contains("KEY_REUSED");
        assertThat(cluster.awaitEnd(operationOf(first)).path("state").asText()).isEqualTo("SUCCEEDED");
        Guest guest = cluster.guest(order.name());
        cluster.assertRunsOnceOn(guest, guest.host());
    }

    @Test
    void showsTheProgressOfAMigrationAndTellsItsHistory() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("watched"));
        cluster.slowDown(guest);
        String migration = cluster.begin("migrate", guest.name(), "--to", "h2", "--reason", "new disk in h1");

        JsonNode sent = cluster.awaitOperation(
                migration,
                "progress",
                one -> one.path("progress").path("sentBytes").asLong() > 0);
        cluster.speedUp(guest);
        JsonNode ended = cluster.awaitEnd(migration);

        assertThat(sent.path("progress").path("totalBytes").asLong()).isGreaterThan(100L << 20);
        assertThat(ended.path("reason").asText()).isEqualTo("new disk in h1");
        assertThat(ended.path("from").asText()).isEqualTo("h1");
        assertThat(ended.path("to").asText()).isEqualTo("h2");
        assertThat(ended.path("endedAt").asText()).isNotBlank();
        cluster.assertRunsOnceOn(guest, "h2");
    }

    private static String operationOf(ApiSocket.Answer answer) {
        return answer.json().path("operation").path("id").asText();
    }
}
