package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A guest that dirties memory faster than the link may carry it. What it writes over and over needs two seconds of the
 * link, and no policy here allows a pause of more than 200 ms: without post-copy there is no end to its migration.
 */
@ExtendWith(LabExtension.class)
final class OutrunIT {
    private static final String BANDWIDTH = "8";
    private static final String GIVES_UP = "downtime=200,stall=3";
    private static final String FINISHES = "downtime=200,stall=3,post-copy";

    private final Cluster cluster;

    OutrunIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void givesUpWithBothRatesWhereThePolicyAllowsNoMore() {
        Guest guest = busyGuest("outruns");

        Told told =
                cluster.kvmherd("migrate", guest.name(), "--to", "h2", "--policy", GIVES_UP, "--bandwidth", BANDWIDTH);

        assertThat(told.exit()).as(told.said()).isNotZero();
        assertThat(told.said())
                .contains("The guest dirties")
                .contains("the link carries")
                .contains("must-finish");
        cluster.assertRunsOnceOn(guest, "h1");
    }

    @Test
    void finishesByPostCopyWhereThePolicyAllowsIt() {
        Guest guest = busyGuest("carried");

        JsonNode ended = cluster.kvmherd(
                        "migrate", guest.name(), "--to", "h2", "--policy", FINISHES, "--bandwidth", BANDWIDTH)
                .data();

        assertThat(ended.path("state").asText()).isEqualTo("SUCCEEDED");
        cluster.assertRunsOnceOn(guest, "h2");
    }

    private Guest busyGuest(String stem) {
        GuestOrder order = GuestOrder.guest(stem);
        return cluster.createOn("h1", order.dirtying(16));
    }
}
