package io.kvmherd.controller.app.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.Wish;
import io.kvmherd.controller.app.testing.SampleDefinitions;
import io.kvmherd.controller.engine.outside.KnownDefinition;
import io.kvmherd.controller.engine.testing.Clusters;
import io.kvmherd.controller.engine.testing.GuestMaker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuestRecordTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final GuestId WEB = Clusters.guestId("web");
    private static final GuestSpec SPEC = new GuestMaker("web").spec();
    private static final Hindrance CHAIN = Hindrance.blocking(
            Reason.of(ReasonCode.DISK_CHAIN_UNKNOWN).with("disk", "vda").with("path", "/a"));
    private static final Hindrance DEVICE =
            Hindrance.blocking(Reason.of(ReasonCode.HOST_DEVICE_ATTACHED).with("device", "hostdev pci"));

    @Test
    void hangsOnTheNewBridgeOnlyOnceTheEditIsAccepted() {
        GuestRecord edited = edited(adopted(CHAIN, bridge("br0")), "br1", bridge("br1"));

        assertThat(edited.hindrances()).containsExactly(CHAIN, bridge("br0"), bridge("br1"));
        assertThat(edited.definitionAccepted().hindrances()).containsExactly(CHAIN, bridge("br1"));
    }

    @Test
    void isHeldByADeviceOfItsHostAfterThatWasAcceptedToo() {
        GuestRecord adopted = edited(adopted(bridge("br0")), "device", bridge("br0"), DEVICE);
        GuestRecord own = edited(defined(own(), "plain"), "device", DEVICE);

        assertThat(adopted.definitionAccepted().hindrances()).containsExactly(bridge("br0"), DEVICE);
        assertThat(own.hindrances()).containsExactly(DEVICE);
        assertThat(own.definitionAccepted().hindrances()).containsExactly(DEVICE);
    }

    /** As it was surveyed; its text tells all but the disk chain. */
    private static GuestRecord adopted(Hindrance... surveyed) {
        GuestRecord adopted = own().lookedAt(SPEC, new Adoption(NOON, true, List.of(surveyed), StartsWithHost.NO));
        return defined(
                adopted,
                "br0",
                List.of(surveyed).stream().filter(found -> !found.equals(CHAIN)).toArray(Hindrance[]::new));
    }

    private static GuestRecord own() {
        return GuestRecord.unseen(WEB, SPEC, Wish.RUNNING, Optional.of(new HostId("h1")), NOON);
    }

    private static GuestRecord defined(GuestRecord guest, String text, Hindrance... hindrances) {
        return guest.definedAs(KnownDefinition.first(told(text, hindrances)), List.of());
    }

    private static GuestRecord edited(GuestRecord guest, String text, Hindrance... hindrances) {
        return guest.definedAs(guest.definition().orElseThrow().seenAs(told(text, hindrances)), List.of());
    }

    private static Hindrance bridge(String name) {
        return Hindrance.narrowing(
                Reason.of(ReasonCode.INTERFACE_OF_HOST).with("kind", "bridge").with("source", name));
    }

    private static DomainDefinition told(String text, Hindrance... hindrances) {
        DomainDefinition plain = SampleDefinitions.of(SPEC);
        return new DomainDefinition(
                text,
                text,
                plain.shape(),
                plain.running(),
                plain.summary(),
                List.of(hindrances),
                plain.autostart(),
                plain.snapshots(),
                plain.currentSnapshot(),
                plain.libvirtVersion(),
                plain.revertedAtMs());
    }
}
