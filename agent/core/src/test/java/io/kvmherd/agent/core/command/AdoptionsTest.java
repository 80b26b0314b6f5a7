package io.kvmherd.agent.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.drift.DomainDefinitions;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.agent.core.simulated.SimulatedHosts;
import io.kvmherd.agent.core.simulated.SimulatedMachine;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.GuestSurvey;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.AgentCommand.AdoptGuest;
import io.kvmherd.common.protocol.AgentCommand.RedefineGuest;
import io.kvmherd.common.protocol.AgentCommand.ReleaseGuest;
import io.kvmherd.common.protocol.AgentCommand.SurveyGuests;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.CommandResult.GuestsSurveyed;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.Epoch;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AdoptionsTest {
    private static final GuestId GUEST = new GuestId(new UUID(1, 1));
    private static final GuestId NOBODY = new GuestId(new UUID(1, 9));

    private final SimulatedHosts hosts = new SimulatedHosts();
    private final CommandGuard guard = CommandGuard.open(new SimulatedGuardLog(), "boot-1");
    private final CommandExecution execution =
            new CommandExecution(hosts.h1, new SimulatedMachine(hosts.h1, "boot-1"), guard);

    @Test
    void describesAForeignGuestWithoutChangingIt() {
        foreign("local");

        GuestSurvey survey = survey();

        assertThat(survey.spec().orElseThrow().memoryMib()).isEqualTo(1_024);
        assertThat(survey.spec().orElseThrow().volumes())
                .singleElement()
                .satisfies(volume -> assertThat(volume.pool()).isEqualTo("local"));
        assertThat(survey.highestPlacement()).isZero();
        assertThat(hosts.h1.inspect(GUEST).orElseThrow().isManaged()).isFalse();
    }

    @Test
    void leavesOutWhoIsNotThere() {
        foreign("local");

        CommandResult result = run(0, new SurveyGuests(List.of(NOBODY, GUEST), List.of()));

        assertThat(((GuestsSurveyed) result).surveys())
                .extracting(GuestSurvey::id)
                .containsExactly(GUEST);
    }

    @Test
    void adoptsARunningGuestHoweverOftenItIsToldTo() {
        foreign("local");
        hosts.h1.outside().setAutostart(GUEST, true);

        for (int i = 0; i < 2; i++) {
            assertThat(run(1, new AdoptGuest(GUEST, StartsWithHost.ALONE))).isEqualTo(new Done());
        }

        assertThat(hosts.h1.inspect(GUEST).orElseThrow().placement()).contains(new PlacementGeneration(1));
        assertThat(hosts.h1.inspect(GUEST).orElseThrow().state()).isEqualTo(GuestState.RUNNING);
        assertThat(hosts.h1.outside().startsByItself(GUEST)).isFalse();
        assertThat(hosts.h1.survey(GUEST).recorded()).isEqualTo(StartsWithHost.ALONE);
    }

    @Test
    void keepsAnAutostartThatWasSwitchedOnAfterTheLook() {
        foreign("local");
        hosts.h1.outside().setAutostart(GUEST, true);

        run(1, new AdoptGuest(GUEST, StartsWithHost.NO));

        assertThat(hosts.h1.survey(GUEST).recorded()).isEqualTo(StartsWithHost.ASKED);
    }

    @Test
    void givesAGuestBackAsItWas() {
        foreign("local");
        hosts.h1.outside().setAutostart(GUEST, true);
        run(1, new AdoptGuest(GUEST, StartsWithHost.ALONE));

        assertThat(run(1, new ReleaseGuest(GUEST))).isEqualTo(new Done());
        assertThat(run(1, new ReleaseGuest(GUEST))).isEqualTo(new Done());

        assertThat(hosts.h1.inspect(GUEST).orElseThrow().isManaged()).isFalse();
        assertThat(hosts.h1.inspect(GUEST).orElseThrow().state()).isEqualTo(GuestState.RUNNING);
        assertThat(hosts.h1.outside().startsByItself(GUEST)).isTrue();
    }

    @Test
    void recordsItsStartWithTheHostOnAGuestThatIsDefinedAgain() {
        foreign("local");
        hosts.h1.outside().setAutostart(GUEST, true);
        run(1, new AdoptGuest(GUEST, StartsWithHost.ALONE));
        hosts.h1.destroy(GUEST);
        String text = DomainDefinitions.of(hosts.h1.read(GUEST).orElseThrow(), hosts.h1.facts())
                .text();
        hosts.h1.undefine(GUEST);

        CommandResult result =
                run(1, new RedefineGuest(GUEST, "Web_1.example", text, false, Optional.of(StartsWithHost.ALONE)));

        assertThat(result).isEqualTo(new Done());
        assertThat(hosts.h1.survey(GUEST).recorded()).isEqualTo(StartsWithHost.ALONE);
    }

    @Test
    void marksAnOwnGuestOnlyWhereItsDisksAreLockedOrHereAlone() {
        foreign("shared");
        AdoptGuest locked = new AdoptGuest(GUEST, StartsWithHost.ASKED, Optional.of(OwnStart.LOCKED));

        assertThat(((CommandResult.NotAdmitted) run(1, locked)).detail())
                .contains("lock_manager", "--without-disk-lock");
        hosts.h1.outside().lockDisks();

        assertThat(run(1, locked)).isEqualTo(new Done());
        assertThat(hosts.h1.survey(GUEST).ownStart()).isEqualTo(OwnStart.LOCKED);
    }

    @Test
    void marksAnOwnGuestWhoseDisksAreHereAloneAndKeepsTheMarkWhenNothingIsSaid() {
        foreign("local");

        assertThat(run(1, new AdoptGuest(GUEST, StartsWithHost.ALONE, Optional.of(OwnStart.LOCKED))))
                .isEqualTo(new Done());
        run(1, new AdoptGuest(GUEST, StartsWithHost.ALONE));

        assertThat(hosts.h1.survey(GUEST).ownStart()).isEqualTo(OwnStart.LOCKED);
        run(1, new AdoptGuest(GUEST, StartsWithHost.ALONE, Optional.of(OwnStart.ASKED)));
        assertThat(hosts.h1.survey(GUEST).ownStart()).isEqualTo(OwnStart.ASKED);
    }

    @Test
    void touchesNoGuestOfANewerGeneration() {
        foreign("local");
        run(4, new AdoptGuest(GUEST, StartsWithHost.NO));

        assertPrecondition(run(3, new AdoptGuest(GUEST, StartsWithHost.NO)));
        assertPrecondition(run(3, new ReleaseGuest(GUEST)));
        assertThat(survey().highestPlacement()).isEqualTo(4);
    }

    @Test
    void adoptsNobodyWhoIsNotThere() {
        assertPrecondition(run(1, new AdoptGuest(NOBODY, StartsWithHost.NO)));
    }

    @Test
    void tellsWhatIsInTheWay() {
        foreign("local");
        hosts.h1.outside().takeSnapshot(GUEST);

        assertThat(survey().hindrances())
                .filteredOn(Hindrance::blocks)
                .extracting(hindrance -> hindrance.reason().code())
                .containsExactly(ReasonCode.SNAPSHOTS_KEPT);
    }

    @Test
    void letsAGuestStartAloneOnlyOnDisksOfItsOwn() {
        foreign("local");
        hosts.h1.outside().setAutostart(GUEST, true);

        assertThat(survey().startsWithHost()).isEqualTo(StartsWithHost.ALONE);
        assertThat(survey("local").startsWithHost()).isEqualTo(StartsWithHost.ASKED);
    }

    private void foreign(String pool) {
        hosts.h1.outside().defineUnmanaged(GUEST, SimulatedHosts.spec("Web_1.example", "", pool));
        hosts.h1.outside().become(GUEST, GuestState.RUNNING);
    }

    private GuestSurvey survey(String... sharedPools) {
        CommandResult result = run(0, new SurveyGuests(List.of(GUEST), List.of(sharedPools)));
        return ((GuestsSurveyed) result).surveys().getFirst();
    }

    private CommandResult run(long placement, AgentCommand command) {
        CommandEnvelope envelope = new CommandEnvelope(
                new OperationId(new UUID(7, 1)),
                1,
                new Epoch(5, new UUID(5, 5)),
                1,
                1,
                guard.generation(),
                new PlacementGeneration(placement),
                60_000,
                command);
        return execution.execute(envelope, 0, progress -> {});
    }

    private static void assertPrecondition(CommandResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        NotAdmitted.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.PRECONDITION));
    }
}
