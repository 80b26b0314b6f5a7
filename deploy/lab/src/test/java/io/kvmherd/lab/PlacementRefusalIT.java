package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
final class PlacementRefusalIT {
    private final Cluster cluster;

    PlacementRefusalIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void neverPutsTwoOfAGroupOnOneHost() {
        List<Guest> guests = List.of(member(), member(), member());
        cluster.awaitTicking(guests);

        Told fourth = cluster.kvmherd(command(GuestOrder.guest("member").with("--anti-affinity", "quorum")));
        Told move = cluster.kvmherd(
                "migrate", guests.getFirst().name(), "--to", guests.getLast().host());

        assertThat(guests).extracting(Guest::host).containsExactlyInAnyOrder("h1", "h2", "h3");
        assertThat(fourth.exit()).isEqualTo(5);
        assertThat(fourth.said()).contains("guests of this group never share one");
        assertThat(move.exit()).isEqualTo(5);
        assertThat(move.said()).contains(guests.getLast().name());
        guests.forEach(guest -> cluster.assertRunsOnceOn(guest, guest.host()));
    }

    @Test
    void refusesWhatNoHostHasMemoryForWithTheNumbers() {
        long usable = cluster.host("h1").path("usableMib").asLong();
        int memory = (int) usable;
        GuestOrder order = GuestOrder.guest("large").memory(memory);

        ApiSocket.Answer answer = cluster.api().post("/v1/guests", order.body());

        assertThat(answer.status()).isEqualTo(422);
        JsonNode reason = reason(answer, "MEMORY_COMMITTED");
        assertThat(reason.path("numbers").path("needMib").asLong()).isEqualTo(memory + 64 + memory / 512 + 8);
        assertThat(reason.path("numbers").path("limitMib").asLong()).isEqualTo(usable);
        assertThat(cluster.whereIs(order.name())).isEmpty();
    }

    @Test
    void refusesMoreVirtualProcessorsThanAHostHasThreads() {
        Told told = cluster.kvmherd(command(GuestOrder.guest("wide").with("--vcpus", "3")));

        assertThat(told.exit()).isEqualTo(5);
        assertThat(told.said()).contains("3 virtual CPUs, more than the host's 1 threads");
    }

    @Test
    void promisesNoMoreThanTheRatioAllows() {
        GuestOrder half = GuestOrder.guest("half").memory(900);
        Guest first = cluster.createOn("h1", half);

        Told second =
                cluster.kvmherd(command(GuestOrder.guest("half").memory(900).with("--dry-run")));
        Told move = cluster.kvmherd("migrate", first.name(), "--to", "h2", "--dry-run");

        assertThat(second.data().path("steps").path(0).path("to").asText()).isIn("h2", "h3");
        assertThat(move.exit()).isZero();
        JsonNode host = cluster.host("h1");
        assertThat(host.path("committedMib").asLong()).isEqualTo(900 + 64 + 1 + 8);
        assertThat(host.path("committedMib").asLong())
                .isLessThanOrEqualTo(host.path("committedLimitMib").asLong());
    }

    private Guest member() {
        return cluster.createOnly(GuestOrder.guest("member").with("--anti-affinity", "quorum"));
    }

    private static JsonNode reason(ApiSocket.Answer answer, String code) {
        return Json.list(answer.json(), "reasons").stream()
                .filter(one -> one.path("code").asText().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + code + " in " + answer.body()));
    }

    private static String[] command(GuestOrder order) {
        return order.command().toArray(String[]::new);
    }
}
