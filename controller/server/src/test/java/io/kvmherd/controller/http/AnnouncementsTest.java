package io.kvmherd.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.EventRecord.What;
import io.kvmherd.controller.store.StoredSamples;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class AnnouncementsTest {
    private static Optional<MessageResource> of(What what, Map<String, String> details) {
        return Announcements.of(new EventRecord(
                7,
                StoredSamples.AT,
                what,
                Optional.of(new HostId("h3")),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(details)));
    }

    private static MessageResource cpu(Map<String, String> details) {
        return of(What.HOST_CPU, details).orElseThrow();
    }

    @Test
    void anOlderHostThatJoinsNamesWhomItCannotTakeAndWhatItLacks() {
        MessageResource said = cpu(Map.of(
                "model", "AMD EPYC-Rome",
                "guests", "14",
                "fit", "12",
                "unfit", "db-1 web-7",
                "missing", "erms pku",
                "ofOtherMakers", "3"));

        assertThat(said.what()).isEqualTo("The CPU of host h3 is AMD EPYC-Rome.");
        assertThat(said.why())
                .isEqualTo("12 of the 14 guests that run on other hosts of its maker could move live to it. Not: db-1,"
                        + " web-7, for want of erms, pku. 3 guests run on hosts of other makers and can come only while"
                        + " off.");
        assertThat(said.next()).startsWith("It narrows where those guests can go");
    }

    @Test
    void aHostThatCouldTakeAllSaysSoAndAsksForNothing() {
        MessageResource said = cpu(Map.of("model", "Intel Skylake", "guests", "2", "fit", "2", "ofOtherMakers", "0"));

        assertThat(said.why()).isEqualTo("All 2 guests that run on other hosts of its maker could move live to it.");
        assertThat(said.next()).isEmpty();
    }

    @Test
    void theFirstHostOfItsMakerSaysThatNobodyIsConcernedYet() {
        MessageResource said = cpu(Map.of("model", "Intel Skylake", "guests", "0", "fit", "0", "ofOtherMakers", "1"));

        assertThat(said.why())
                .isEqualTo("No guest runs on another host of its maker yet. 1 guest runs on hosts of other makers and"
                        + " can come only while off.");
    }

    @Test
    void readsAnEventThatWasStoredBeforeGuestsWereNamed() {
        MessageResource said = cpu(Map.of("model", "AMD EPYC", "guests", "3", "fit", "2", "missing", "pku"));

        assertThat(said.why())
                .isEqualTo("2 of the 3 guests that run on other hosts of its maker could move live to it. Some could"
                        + " not, for want of pku.");
    }

    @Test
    void namesTenGuestsAndCountsTheOthers() {
        MessageResource said = cpu(Map.of(
                "model", "AMD EPYC", "guests", "12", "fit", "0", "unfit", "a b c d e f g h i j k l", "missing", ""));

        assertThat(said.why()).endsWith("Not: a, b, c, d, e, f, g, h, i, j and 2 more.");
    }

    @Test
    void aHostThatLeavesAndComesBackIsToldWithTheReasonGiven() {
        MessageResource removed =
                of(What.HOST_REMOVED, Map.of("reason", "sold")).orElseThrow();
        MessageResource added = of(What.HOST_ADDED, Map.of("reason", "")).orElseThrow();

        assertThat(removed.what()).isEqualTo("Host h3 was removed from the cluster; nothing on it was touched.");
        assertThat(removed.why()).isEqualTo("The reason given: sold");
        assertThat(removed.next()).endsWith("kvmherd host add h3");
        assertThat(added)
                .isEqualTo(new MessageResource(
                        "Host h3 may join the cluster again.", "", "It does when its agent dials in the next time."));
    }

    @Test
    void aModeOfTheClusterSaysWhatItMeans() {
        MessageResource observed = of(What.CLUSTER_MODE, Map.of("mode", "OBSERVE", "reason", "trial"))
                .orElseThrow();
        MessageResource managed =
                of(What.CLUSTER_MODE, Map.of("mode", "MANAGE")).orElseThrow();

        assertThat(observed.what()).isEqualTo("The whole cluster is only observed.");
        assertThat(observed.next()).contains("kvmherd cluster set mode=manage");
        assertThat(managed.what()).isEqualTo("The cluster is managed.");
    }

    @Test
    void newSettingsOfMigrationsSayWhomTheyConcern() {
        MessageResource policy = of(What.CLUSTER_MIGRATION, Map.of("policy", "gentle", "reason", ""))
                .orElseThrow();
        MessageResource limits = of(What.HOST_MIGRATIONS, Map.of("out", "1", "in", "default", "reason", "slow link"))
                .orElseThrow();

        assertThat(policy.what()).isEqualTo("Guests without a migration policy of their own move by gentle now.");
        assertThat(limits.what()).isEqualTo("Migrations of host h3 at a time: out 1, in as the cluster.");
        assertThat(limits.why()).isEqualTo("The reason given: slow link");
    }

    @Test
    void whatIsSeenOnTheHostItselfNeedsNoSentences() {
        assertThat(of(What.HOST_DUTY, Map.of("duty", "CORDONED"))).isEmpty();
    }
}
