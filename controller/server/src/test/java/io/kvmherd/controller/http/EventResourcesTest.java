package io.kvmherd.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.api.EventResource;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.StoredState;
import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.EventRecord.What;
import io.kvmherd.controller.app.state.Lineage;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.step.ControllerStep;
import io.kvmherd.controller.app.step.Views;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.store.StoredSamples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EventResourcesTest {
    private static final Moment NOW = new Moment(1_000, StoredSamples.AT);
    private static final UUID DATABASE = new UUID(0, 1);
    private static final Snapshot NOTHING_KNOWN = snapshot();

    private static Snapshot snapshot() {
        StoredState stored = new StoredState(
                DATABASE,
                new Lineage(List.of()),
                0,
                0,
                ClusterRecord.UNTOUCHED,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                List.of());
        ControllerState state =
                ControllerStep.start(new Epoch(1, DATABASE), stored, ClusterSettings.DEFAULT, new TreeSet<>(), NOW);
        return new Snapshot(state, Views.of(state, NOW), NOW);
    }

    private static Optional<EventResource> told(What what) {
        return EventResources.of(
                NOTHING_KNOWN,
                new EventRecord(
                        7,
                        StoredSamples.AT,
                        what,
                        Optional.of(new HostId("h3")),
                        Optional.of(new GuestId(new UUID(1, 1))),
                        Optional.of(new OperationId(new UUID(2, 2))),
                        new TreeMap<>(Map.of("what", "STARTED", "mode", "OBSERVE"))));
    }

    @ParameterizedTest
    @EnumSource
    void whateverHappensIsTold(What what) {
        assertThat(told(what)).isPresent();
    }

    @Test
    void aHostThatIsNotOfTheClusterIsToldByItsNameAndASentence() {
        EventResource added = told(What.HOST_ADDED).orElseThrow();

        assertThat(added.type()).isEqualTo(EventResource.Type.HOST);
        assertThat(added.subject()).isEqualTo("h3");
        assertThat(added.host()).isEmpty();
        assertThat(added.message()).isPresent();
    }

    @Test
    void aModeOfTheClusterIsAboutTheCluster() {
        EventResource mode = told(What.CLUSTER_MODE).orElseThrow();

        assertThat(mode.type()).isEqualTo(EventResource.Type.CLUSTER);
        assertThat(mode.subject()).isEqualTo("cluster");
        assertThat(mode.message())
                .hasValueSatisfying(said -> assertThat(said.what()).contains("observed"));
    }
}
