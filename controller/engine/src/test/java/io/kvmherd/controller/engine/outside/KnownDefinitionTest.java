package io.kvmherd.controller.engine.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.common.model.GuestShape;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.OutsideChange.What;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.controller.engine.outside.KnownDefinition.Happened;
import io.kvmherd.controller.engine.testing.GuestMaker;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KnownDefinitionTest {
    private static final GuestSpec SPEC = new GuestMaker("web").spec();
    private static final GuestShape SMALL = shape(1, 1_024, "disk vda /a");
    private static final GuestShape LARGE = shape(4, 4_096, "disk vda /a");
    private static final KnownDefinition KNOWN = KnownDefinition.first(told("small", SMALL));

    @Test
    void takesTheFirstForTheAcceptedOne() {
        assertThat(KNOWN.isEdited()).isFalse();
        assertThat(KNOWN.isSettled()).isTrue();
    }

    @Test
    void namesWhatWasEdited() {
        KnownDefinition edited = KNOWN.seenAs(told("large", LARGE));

        assertThat(edited.isEdited()).isTrue();
        assertThat(edited.since(KNOWN))
                .containsExactly(new Happened(
                        What.EDITED,
                        "vcpus 1 -> 4, vcpus at most 1 -> 4, memory 1024 -> 4096 MiB, memory from the"
                                + " start 1024 -> 4096 MiB"));
        assertThat(edited.lines()).contains("-small", "+large");
    }

    @Test
    void saysNothingNewOfWhatItSaidBeforeOrWhatWasUndone() {
        KnownDefinition edited = KNOWN.seenAs(told("large", LARGE));

        assertThat(edited.seenAs(told("large", LARGE)).since(edited)).isEmpty();
        assertThat(KNOWN.seenAs(told("small", SMALL)).since(edited)).isEmpty();
        assertThat(edited.seenAs(told("small", SMALL)).isSettled()).isTrue();
    }

    @Test
    void takesAStartWithWhatWasEditedForNoSecondEdit() {
        KnownDefinition runningOld = KNOWN.seenAs(running(told("large", LARGE), SMALL));
        KnownDefinition runningNew = runningOld.seenAs(running(told("large", LARGE), LARGE));

        assertThat(runningOld.runsOtherwise()).isFalse();
        assertThat(runningNew.runsOtherwise()).isFalse();
        assertThat(runningNew.since(runningOld)).isEmpty();
    }

    @Test
    void takesAnAutostartThatDidNotTravelForNobodysDeed() {
        KnownDefinition before =
                KNOWN.seenAs(with(told("small", SMALL), true, List.of(), "")).accept();
        KnownDefinition there = before.moved();

        assertThat(there.seenAs(told("small", SMALL)).since(there)).isEmpty();
        assertThat(there.seenAs(told("small", SMALL)).isSettled()).isTrue();
    }

    @Test
    void acceptsNoEditBecauseTheAgentTookItsAutostart() {
        KnownDefinition edited = KNOWN.seenAs(told("large", LARGE)).handedToAgent();

        assertThat(edited.isEdited()).isTrue();
    }

    @Test
    void noticesWhatWasChangedWhileItRuns() {
        KnownDefinition before = KNOWN.seenAs(running(told("small", SMALL), SMALL));
        KnownDefinition plugged =
                before.seenAs(running(told("small", SMALL), shape(1, 1_024, "disk vda /a", "disk vdb /b")));

        assertThat(plugged.isTextEdited()).isFalse();
        assertThat(plugged.since(before)).containsExactly(new Happened(What.EDITED, "running: + disk vdb /b"));
        assertThat(plugged.accept().isEdited()).isFalse();
    }

    @Test
    void takesAnotherTextOfAnotherLibvirtInTheSameShapeForTheSame() {
        DomainDefinition newer = told("small, as libvirt 10 writes it", SMALL, 10_000_000, SPEC);

        assertThat(KNOWN.seenAs(newer).isEdited()).isFalse();
        assertThat(KNOWN.seenAs(newer).accepted().text()).isEqualTo("small, as libvirt 10 writes it");
        assertThat(KNOWN.seenAs(told("large", LARGE)).seenAs(newer).isEdited()).isTrue();
    }

    @Test
    void tellsSnapshotsAndAutostart() {
        KnownDefinition taken = KNOWN.seenAs(with(told("small", SMALL), true, List.of("a", "b"), "b"));
        KnownDefinition reverted = taken.seenAs(with(told("small", SMALL), true, List.of("a", "b"), "a"));
        KnownDefinition deleted = reverted.seenAs(with(told("small", SMALL), false, List.of("a"), "a"));

        assertThat(taken.since(KNOWN))
                .containsExactly(
                        new Happened(What.AUTOSTART_ON, ""),
                        new Happened(What.SNAPSHOT_TAKEN, "a"),
                        new Happened(What.SNAPSHOT_TAKEN, "b"));
        assertThat(taken.isSettled()).isFalse();
        assertThat(reverted.since(taken)).containsExactly(new Happened(What.SNAPSHOT_REVERTED, "a"));
        assertThat(deleted.since(reverted)).containsExactly(new Happened(What.SNAPSHOT_DELETED, "b"));
    }

    @Test
    void tellsAReturnToTheSnapshotThatIsCurrentOnceAndAgainWhenItHappensAgain() {
        DomainDefinition resting = with(told("small", SMALL), false, List.of("a"), "a");
        KnownDefinition taken = KNOWN.seenAs(resting);
        KnownDefinition reverted = taken.seenAs(resting.withRevertedAt(1_000));
        KnownDefinition again = reverted.seenAs(resting.withRevertedAt(2_000));
        KnownDefinition agentStartedAnew = again.seenAs(resting);

        assertThat(reverted.since(taken)).containsExactly(new Happened(What.SNAPSHOT_REVERTED, "a"));
        assertThat(reverted.seenAs(resting.withRevertedAt(1_000)).since(reverted))
                .isEmpty();
        assertThat(again.since(reverted)).containsExactly(new Happened(What.SNAPSHOT_REVERTED, "a"));
        assertThat(agentStartedAnew.since(again)).isEmpty();
    }

    @Test
    void tellsAReturnToAnotherSnapshotOnce() {
        KnownDefinition taken = KNOWN.seenAs(with(told("small", SMALL), false, List.of("a", "b"), "b"));
        KnownDefinition reverted = taken.seenAs(
                with(told("small", SMALL), false, List.of("a", "b"), "a").withRevertedAt(1_000));

        assertThat(reverted.since(taken)).containsExactly(new Happened(What.SNAPSHOT_REVERTED, "a"));
    }

    @Test
    void takesOnlyWhatWasEditedIntoTheSpecification() {
        GuestSpec was = SPEC.atLeast(1, 1_024, 0);
        GuestSpec now = SPEC.atLeast(1, 8_192, 0);
        KnownDefinition known = KnownDefinition.first(told("small", SMALL, 9_000_000, was))
                .seenAs(told("large", LARGE, 9_000_000, now));

        GuestSpec accepted = known.acceptedInto(SPEC.withName("other"));

        assertThat(accepted).isEqualTo(SPEC.withName("other").atLeast(1, 8_192, 0));
    }

    @Test
    void weighsTheLargerOfWhatWasAskedForAndWhatIs() {
        GuestSpec weighed =
                KNOWN.seenAs(running(told("small", SMALL), shape(16, 65_536))).weighed(SPEC);

        assertThat(weighed.vcpus()).isEqualTo(16);
        assertThat(weighed.memoryMib()).isEqualTo(65_536);
        assertThat(KNOWN.weighed(SPEC.atLeast(32, 131_072, 0))).isEqualTo(SPEC.atLeast(32, 131_072, 0));
    }

    @Test
    void namesSnapshotsAndNewDevicesOfTheHostAsInTheWay() {
        Hindrance snapshots =
                Hindrance.blocking(Reason.of(ReasonCode.SNAPSHOTS_KEPT).with("snapshots", 1));
        Hindrance device =
                Hindrance.blocking(Reason.of(ReasonCode.HOST_DEVICE_ATTACHED).with("device", "hostdev pci"));
        Hindrance bridge = Hindrance.narrowing(
                Reason.of(ReasonCode.INTERFACE_OF_HOST).with("kind", "bridge").with("source", "br0"));
        DomainDefinition hindered = new DomainDefinition(
                "x",
                "x",
                SMALL,
                Optional.empty(),
                Optional.of(SPEC),
                List.of(snapshots, device, bridge),
                false,
                List.of("a"),
                "a",
                9_000_000,
                0);

        assertThat(KNOWN.seenAs(hindered).hindrances(List.of())).containsExactly(snapshots, device, bridge);
        assertThat(KNOWN.hindrances(List.of(snapshots))).isEmpty();
    }

    @Test
    void takesWhatAnAgentSeesOtherwiseSinceAnUpgradeForWhatIsSeen() {
        Reason passthrough = Reason.of(ReasonCode.CPU_FROM_HOST).with("mode", "host-passthrough");
        Hindrance before = Hindrance.blocking(passthrough);
        Hindrance now = Hindrance.narrowing(passthrough);
        KnownDefinition upgraded = KnownDefinition.first(hindered("x", before)).seenAs(hindered("x", now));

        assertThat(upgraded.hindrances(List.of(before))).containsExactly(now);
        assertThat(upgraded.accept().hindrances(upgraded.acceptedInto(List.of(before))))
                .containsExactly(now);
        assertThat(KnownDefinition.first(hindered("x", now)).hindrances(List.of(before)))
                .containsExactly(now);
    }

    private static DomainDefinition hindered(String text, Hindrance... hindrances) {
        DomainDefinition told = told(text, SMALL);
        return new DomainDefinition(
                told.fingerprint(),
                told.text(),
                told.shape(),
                told.running(),
                told.summary(),
                List.of(hindrances),
                told.autostart(),
                told.snapshots(),
                told.currentSnapshot(),
                told.libvirtVersion(),
                told.revertedAtMs());
    }

    private static GuestShape shape(int vcpus, long memoryMib, String... devices) {
        return new GuestShape(vcpus, vcpus, memoryMib, memoryMib, List.of(devices));
    }

    private static DomainDefinition told(String text, GuestShape shape) {
        return told(text, shape, 9_000_000, SPEC);
    }

    private static DomainDefinition told(String text, GuestShape shape, long libvirt, GuestSpec summary) {
        return new DomainDefinition(
                text, text, shape, Optional.empty(), Optional.of(summary), List.of(), false, List.of(), "", libvirt, 0);
    }

    private static DomainDefinition running(DomainDefinition told, GuestShape running) {
        return new DomainDefinition(
                told.fingerprint(),
                told.text(),
                told.shape(),
                Optional.of(running.running()),
                told.summary(),
                told.hindrances(),
                told.autostart(),
                told.snapshots(),
                told.currentSnapshot(),
                told.libvirtVersion(),
                told.revertedAtMs());
    }

    private static DomainDefinition with(
            DomainDefinition told, boolean autostart, List<String> snapshots, String current) {
        return new DomainDefinition(
                told.fingerprint(),
                told.text(),
                told.shape(),
                told.running(),
                told.summary(),
                told.hindrances(),
                autostart,
                snapshots,
                current,
                told.libvirtVersion(),
                told.revertedAtMs());
    }
}
