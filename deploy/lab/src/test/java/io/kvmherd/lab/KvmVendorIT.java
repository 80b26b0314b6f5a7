package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.lab.Cluster.Guest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Guests on the processors themselves, and a host whose processor another maker made. */
@Tag("kvm")
@MachineHosts({KvmVendorIT.HOME, KvmVendorIT.OTHER_VENDOR})
@ExtendWith(LabExtension.class)
final class KvmVendorIT {
    static final String HOME = "m-amd";
    static final String OTHER_VENDOR = "m-intel";

    private final Cluster cluster;

    KvmVendorIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void refusesAProcessorOfAnotherMakerForItsMaker() {
        Guest guest = cluster.createOn(HOME, GuestOrder.kvmGuest("homely").memory(96));

        Told told = cluster.kvmherd("migrate", guest.name(), "--to", OTHER_VENDOR);

        assertThat(told.exit()).isEqualTo(5);
        assertThat(told.said())
                .contains("cannot move between CPUs of different makers")
                .contains("it runs on AuthenticAMD, the host has GenuineIntel");
        cluster.assertRunsOnceOn(guest, HOME);
    }
}
