package io.kvmherd.agent.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.protocol.CommandResult.GuestDescribed;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every hypervisor does with the life cycle of guests. An adapter runs it by extending it; guests are named and
 * identified apart from all others, and are gone afterwards.
 */
public abstract class HypervisorContract {

    protected static final PlacementGeneration PLACEMENT = new PlacementGeneration(3);

    private final List<GuestId> made = new ArrayList<>();

    /** The same hypervisor at every call of one test. */
    protected abstract Hypervisor hypervisor();

    /** A small guest that this hypervisor can run, of the given name and machine type ("" for the host's choice). */
    protected abstract GuestSpec spec(String name, String machineType);

    /** An id that no other guest of this hypervisor has; the same number gives the same id. */
    protected GuestId id(int number) {
        GuestId guest = new GuestId(new UUID(0x0193_e2b4_5c6d_7000L, 0x8000_0000_0000_0000L + number));
        made.add(guest);
        return guest;
    }

    @AfterEach
    final void removesItsGuests() {
        for (GuestId guest : made) {
            if (hypervisor().inspect(guest).isPresent()) {
                hypervisor().destroy(guest);
                hypervisor().undefine(guest);
            }
        }
    }

    @Test
    final void tellsWhatItIs() {
        HypervisorFacts facts = hypervisor().facts();

        assertThat(facts.libvirtVersion()).isPositive();
        assertThat(facts.machineTypes()).doesNotContain("q35", "pc");
    }

    @Test
    final void definesAGuestThatIsOff() {
        GuestId guest = id(1);

        hypervisor().define(new GuestDefinition(guest, spec("contract-1", ""), PLACEMENT));

        ObservedGuest seen = hypervisor().inspect(guest).orElseThrow();
        assertThat(seen.name()).isEqualTo("contract-1");
        assertThat(seen.placement()).contains(PLACEMENT);
        assertThat(seen.state()).isEqualTo(GuestState.SHUT_OFF);
        assertThat(seen.vcpus()).isEqualTo(spec("contract-1", "").vcpus());
        assertThat(seen.memoryMib()).isEqualTo(spec("contract-1", "").memoryMib());
        assertThat(hypervisor().guests()).anyMatch(listed -> listed.id().equals(guest));
    }

    @Test
    final void definesAGuestAnew() {
        GuestId guest = defined(1);

        hypervisor().define(new GuestDefinition(guest, spec("contract-1", ""), PLACEMENT.next()));

        assertThat(hypervisor().inspect(guest).orElseThrow().placement()).contains(PLACEMENT.next());
    }

    @Test
    final void doesNotDefineTwoGuestsOfOneName() {
        defined(1);

        assertFails(
                () -> hypervisor().define(new GuestDefinition(id(2), spec("contract-1", ""), PLACEMENT)),
                ErrorCode.CONFLICT);
    }

    @Test
    final void doesNotDefineARunningGuestAnew() {
        GuestId guest = running(1);

        assertFails(
                () -> hypervisor().define(new GuestDefinition(guest, spec("contract-1", ""), PLACEMENT)),
                ErrorCode.CONFLICT);
    }

    @Test
    final void startsAGuest() {
        GuestId guest = defined(1);

        hypervisor().start(guest);

        assertThat(stateOf(guest)).isEqualTo(GuestState.RUNNING);
    }

    @Test
    final void doesNotStartARunningGuest() {
        GuestId guest = running(1);

        assertFails(() -> hypervisor().start(guest), ErrorCode.CONFLICT);
    }

    @Test
    final void saysThatAGuestIsNotThere() {
        GuestId nobody = id(9);

        assertThat(hypervisor().inspect(nobody)).isEmpty();
        assertFails(() -> hypervisor().start(nobody), ErrorCode.NOT_FOUND);
        assertFails(() -> hypervisor().shutDown(nobody), ErrorCode.NOT_FOUND);
        assertFails(() -> hypervisor().destroy(nobody), ErrorCode.NOT_FOUND);
        assertFails(() -> hypervisor().resume(nobody), ErrorCode.NOT_FOUND);
        assertFails(() -> hypervisor().describe(nobody), ErrorCode.NOT_FOUND);
        assertFails(() -> hypervisor().markPlacement(nobody, PLACEMENT), ErrorCode.NOT_FOUND);
        assertFails(() -> hypervisor().survey(nobody), ErrorCode.NOT_FOUND);
        assertFails(
                () -> hypervisor().takeOver(nobody, PLACEMENT, StartsWithHost.NO, OwnStart.ASKED), ErrorCode.NOT_FOUND);
        assertFails(() -> hypervisor().giveBack(nobody), ErrorCode.NOT_FOUND);
    }

    @Test
    final void switchesAGuestOffHoweverOften() {
        GuestId guest = running(1);

        hypervisor().destroy(guest);
        hypervisor().destroy(guest);

        assertThat(stateOf(guest).isActive()).isFalse();
    }

    @Test
    final void doesNotAskAGuestThatIsOffToShutDown() {
        GuestId guest = defined(1);

        assertFails(() -> hypervisor().shutDown(guest), ErrorCode.CONFLICT);
    }

    @Test
    final void keepsTheDefinitionOfAGuestThatIsOff() {
        GuestId guest = running(1);

        hypervisor().destroy(guest);
        hypervisor().start(guest);

        assertThat(stateOf(guest)).isEqualTo(GuestState.RUNNING);
    }

    @Test
    final void removesADefinitionHoweverOften() {
        GuestId guest = defined(1);

        hypervisor().undefine(guest);
        hypervisor().undefine(guest);

        assertThat(hypervisor().inspect(guest)).isEmpty();
    }

    @Test
    final void doesNotRemoveARunningGuest() {
        GuestId guest = running(1);

        assertFails(() -> hypervisor().undefine(guest), ErrorCode.CONFLICT);
        assertThat(stateOf(guest)).isEqualTo(GuestState.RUNNING);
    }

    @Test
    final void resumesARunningGuestWithoutAWord() {
        GuestId guest = running(1);

        hypervisor().resume(guest);

        assertThat(stateOf(guest)).isEqualTo(GuestState.RUNNING);
    }

    @Test
    final void doesNotResumeAGuestThatIsOff() {
        GuestId guest = defined(1);

        assertFails(() -> hypervisor().resume(guest), ErrorCode.CONFLICT);
    }

    @Test
    final void marksARunningGuestForNowAndForItsNextStart() {
        GuestId guest = running(1);

        hypervisor().markPlacement(guest, PLACEMENT.next());
        ObservedGuest marked = hypervisor().inspect(guest).orElseThrow();
        hypervisor().destroy(guest);

        assertThat(marked.placement()).contains(PLACEMENT.next());
        assertThat(hypervisor().inspect(guest).orElseThrow().placement()).contains(PLACEMENT.next());
    }

    @Test
    final void takesOverAGuestThatSomebodyElseDefinedWithoutTouchingIt() {
        GuestId guest = foreign(1);
        ObservedGuest before = hypervisor().inspect(guest).orElseThrow();

        hypervisor().takeOver(guest, PLACEMENT, StartsWithHost.ALONE, OwnStart.ASKED);
        hypervisor().takeOver(guest, PLACEMENT, StartsWithHost.ALONE, OwnStart.ASKED);

        ObservedGuest after = hypervisor().inspect(guest).orElseThrow();
        assertThat(before.isManaged()).isFalse();
        assertThat(after.placement()).contains(PLACEMENT);
        assertThat(after.state()).isEqualTo(GuestState.RUNNING);
        assertThat(hypervisor().survey(guest).recorded()).isEqualTo(StartsWithHost.ALONE);
        assertThat(hypervisor().survey(guest).autostart()).isFalse();
    }

    @Test
    final void givesAGuestBackWithItsAutostart() {
        GuestId guest = foreign(1);
        hypervisor().takeOver(guest, PLACEMENT, StartsWithHost.ASKED, OwnStart.ASKED);

        hypervisor().giveBack(guest);
        hypervisor().giveBack(guest);

        assertThat(hypervisor().inspect(guest).orElseThrow().isManaged()).isFalse();
        assertThat(hypervisor().survey(guest).autostart()).isTrue();
        assertThat(hypervisor().survey(guest).recorded()).isEqualTo(StartsWithHost.NO);
        assertThat(stateOf(guest)).isEqualTo(GuestState.RUNNING);
    }

    @Test
    final void takesOverAGuestThatIsOff() {
        GuestId guest = defined(1);
        hypervisor().giveBack(guest);

        hypervisor().takeOver(guest, PLACEMENT, StartsWithHost.NO, OwnStart.ASKED);

        assertThat(hypervisor().inspect(guest).orElseThrow().placement()).contains(PLACEMENT);
        assertThat(hypervisor().survey(guest).autostart()).isFalse();
    }

    @Test
    final void asksFirstOnceAGuestMayHaveBeenElsewhere() {
        GuestId guest = running(1);
        hypervisor().takeOver(guest, PLACEMENT, StartsWithHost.ALONE, OwnStart.ASKED);

        hypervisor().markPlacement(guest, PLACEMENT.next());

        assertThat(hypervisor().survey(guest).recorded()).isEqualTo(StartsWithHost.ASKED);
        assertThat(hypervisor().inspect(guest).orElseThrow().placement()).contains(PLACEMENT.next());
    }

    @Test
    final void keepsWhatIsSaidOfItsStartWithoutAController() {
        GuestId guest = running(1);
        hypervisor().takeOver(guest, PLACEMENT, StartsWithHost.NO, OwnStart.UNLOCKED);

        hypervisor().markPlacement(guest, PLACEMENT.next());

        assertThat(hypervisor().survey(guest).ownStart()).isEqualTo(OwnStart.UNLOCKED);
        hypervisor().giveBack(guest);
        assertThat(hypervisor().survey(guest).ownStart()).isEqualTo(OwnStart.ASKED);
        assertThat(hypervisor().survey(guest).autostart()).isFalse();
    }

    @Test
    final void surveysAGuestAsItIsDefined() {
        GuestId guest = running(1);

        DomainSurvey survey = hypervisor().survey(guest);

        assertThat(DomainXmlReader.read(survey.domainXml()).name()).isEqualTo("contract-1");
        assertThat(survey.persistent()).isTrue();
        assertThat(survey.snapshots()).isZero();
    }

    @Test
    final void describesAGuestInXmlThatCanBeRead() {
        GuestId guest = running(1);

        GuestDescribed described = hypervisor().describe(guest);

        DomainDescription read = DomainXmlReader.read(described.domainXml());
        assertThat(read.id()).isEqualTo(guest);
        assertThat(read.name()).isEqualTo("contract-1");
        assertThat(read.placement()).contains(PLACEMENT);
        assertThat(read.machineType()).isEqualTo(described.machineType());
        assertThat(read.hostDevices()).isEmpty();
    }

    @Test
    final void doesNotTakeAGuestThatItHas() {
        GuestId guest = running(1);
        GuestDescribed described = hypervisor().describe(guest);

        List<Reason> reasons = hypervisor()
                .checkArrival(new Arrival(
                        guest,
                        spec("contract-1", described.machineType()),
                        described.domainXml(),
                        described.qemuVersion(),
                        List.of()));

        assertThat(reasons).extracting(Reason::code).contains(ReasonCode.GUEST_EXISTS_THERE);
    }

    @Test
    final void abortsNoMigrationWithoutAWord() {
        GuestId guest = running(1);

        hypervisor().abortMigration(guest);

        assertThat(stateOf(guest)).isEqualTo(GuestState.RUNNING);
    }

    protected final GuestId defined(int number) {
        GuestId guest = id(number);
        hypervisor().define(new GuestDefinition(guest, spec("contract-" + number, ""), PLACEMENT));
        return guest;
    }

    protected final GuestId running(int number) {
        GuestId guest = defined(number);
        hypervisor().start(guest);
        return guest;
    }

    /** A running guest without our mark. */
    protected final GuestId foreign(int number) {
        GuestId guest = running(number);
        hypervisor().giveBack(guest);
        return guest;
    }

    private GuestState stateOf(GuestId guest) {
        return hypervisor().inspect(guest).orElseThrow().state();
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
