package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Guests on the processors themselves, between two hosts that have the same. */
@Tag("kvm")
@MachineHosts({KvmMigrationIT.FROM, KvmMigrationIT.TO})
@ExtendWith(LabExtension.class)
final class KvmMigrationIT {
    static final String FROM = "m-amd";
    static final String TO = "m-amd2";

    private final Cluster cluster;
    private final Lab lab;

    KvmMigrationIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void movesAGuestOfKvmWithoutABreakInItsTicks() {
        Guest guest = cluster.createOn(FROM, GuestOrder.kvmGuest("mover").memory(96));
        long before = lab.newestTick(FROM, guest.name());

        JsonNode operation =
                cluster.kvmherd("migrate", guest.name(), "--to", TO).data();

        assertThat(operation.path("state").asText()).isEqualTo("SUCCEEDED");
        cluster.assertRunsOnceOn(guest, TO);
        assertThat(lab.virsh(TO, "dumpxml", guest.name())).contains("<domain type='kvm'");
        assertThat(lab.ticks(guest.name()).hosts()).isEqualTo(FROM + ">" + TO);
        assertThat(lab.newestTick(TO, guest.name())).isGreaterThan(before);
    }
}
