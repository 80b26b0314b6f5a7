package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@NeedsMachineHost
@ExtendWith(LabExtension.class)
final class VendorIT {
    private final Cluster cluster;
    private final Lab lab;

    VendorIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    /** An emulated guest of an emulated host takes minutes to its first tick; libvirt gives each life an id of its own. */
    @Test
    void refusesALiveMoveToTheOtherVendorAndBack() {
        Guest there = cluster.createOnly(GuestOrder.onRack("there", GuestOrder.OTHER_RACK));
        String life = lifeOf(there);
        Guest here = cluster.create(GuestOrder.guest("here"));

        Told away = cluster.kvmherd("migrate", here.name(), "--to", lab.otherVendorHost());
        Told back = cluster.kvmherd("migrate", there.name(), "--to", "h1");

        for (Told told : List.of(away, back)) {
            assertThat(told.exit()).isEqualTo(5);
            assertThat(told.said())
                    .contains("cannot move between CPUs of different makers")
                    .contains("Nothing overrides this");
        }
        cluster.assertRunsOnceOn(here, here.host());
        assertThat(cluster.whereIs(there.name())).isEqualTo(Map.of(lab.otherVendorHost(), "running"));
        assertThat(lifeOf(there)).isEqualTo(life);
    }

    @Test
    void namesBothVendorsInTheProblemOfTheRefusal() {
        Guest guest = cluster.create(GuestOrder.guest("named"));

        ApiSocket.Answer answer = cluster.api()
                .post("/v1/guests/" + guest.name() + "/migrate", "{\"to\": \"" + lab.otherVendorHost() + "\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.isProblem()).isTrue();
        JsonNode reason = Json.list(answer.json(), "reasons").stream()
                .filter(one -> one.path("code").asText().equals("CPU_VENDOR_DIFFERS"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.body()));
        assertThat(reason.path("names").path("from").asText())
                .isEqualTo(cluster.host(guest.host()).path("vendor").asText());
        assertThat(reason.path("names").path("to").asText())
                .isEqualTo(cluster.host(lab.otherVendorHost()).path("vendor").asText());
        cluster.assertRunsOnceOn(guest, guest.host());
    }

    @Test
    void explainsForEachHostWhyAGuestCannotGoThere() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("explained"));

        JsonNode explanation = cluster.kvmherd("guest", "explain", guest.name()).data();

        assertThat(explanation.path("question").asText()).isEqualTo("MOVE");
        assertThat(explanation.path("possible").asInt()).isEqualTo(2);
        JsonNode other = Json.list(explanation, "hosts").stream()
                .filter(host -> host.path("host").asText().equals(lab.otherVendorHost()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(explanation.toString()));
        assertThat(other.path("verdict").asText()).isEqualTo("NO");
        assertThat(Json.texts(other, "reasons", "code")).contains("CPU_VENDOR_DIFFERS");
    }

    @Test
    void refusesAKvmGuestWhereNoHostVirtualises() {
        GuestOrder order = GuestOrder.kvmGuest("fast").with("--label", lab.rackWithoutKvm());

        Told told = cluster.kvmherd(order.command().toArray(String[]::new));

        assertThat(told.exit()).isEqualTo(5);
        assertThat(told.said()).contains("offers no hardware virtualisation");
        assertThat(cluster.whereIs(order.name())).isEmpty();
    }

    @Test
    void goesToACpuOfAnotherMakerAndSaysSo() {
        GuestOrder anywhere = new GuestOrder(GuestOrder.guest("crossing").name(), 128, "", List.of("--emulated"));
        Guest guest = cluster.createOn("h1", anywhere);
        cluster.kvmherd("guest", "stop", guest.name(), "-y").data();

        JsonNode moved = cluster.kvmherd("migrate", guest.name(), "--offline", "--to", lab.otherVendorHost())
                .data();

        assertThat(moved.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(moved.path("message").path("what").asText()).contains("another maker");
        assertThat(cluster.whereIs(guest.name())).isEqualTo(Map.of(lab.otherVendorHost(), "shut off"));
    }

    private String lifeOf(Guest guest) {
        return lab.virsh(guest.host(), "domid", guest.name()).strip();
    }
}
