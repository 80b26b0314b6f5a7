package io.kvmherd.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.GuestDefinition;
import io.kvmherd.agent.core.simulated.SimulatedCluster;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.agent.core.simulated.SimulatedHostProfile;
import io.kvmherd.agent.core.simulated.SimulatedHypervisor;
import io.kvmherd.agent.core.simulated.SimulatedMachine;
import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Done;
import io.kvmherd.common.protocol.CommandResult.GuestInspected;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.LinkMessage.AgentGreeting;
import io.kvmherd.common.protocol.LinkMessage.CommandAnswer;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import io.kvmherd.common.protocol.LinkMessage.GuestChanged;
import io.kvmherd.common.protocol.LinkMessage.GuestVanished;
import io.kvmherd.common.protocol.LinkMessage.HelloRefused;
import io.kvmherd.common.protocol.LinkMessage.Inventory;
import io.kvmherd.common.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HostAgentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final GuestId GUEST = GuestId.of("01939d3c-0000-7000-8000-00000000000a");
    private static final OperationId OPERATION = OperationId.of("01939d3c-0000-7000-8000-0000000000f1");
    private static final Epoch EPOCH = new Epoch(7, UUID.fromString("01939d3c-0000-7000-8000-0000000000e7"));
    private static final UUID DATABASE = UUID.fromString("01939d3c-0000-7000-8000-0000000000db");
    private static final String THERE = "qemu+tcp://198.18.0.2/system";

    private final StoppableTime time = new StoppableTime();
    private final SimulatedCluster cluster = new SimulatedCluster();
    private final SimulatedHypervisor hypervisor = host("qemu+tcp://198.18.0.1/system");
    private final SimulatedHypervisor there = host(THERE);
    private final CommandGuard guard = CommandGuard.open(new SimulatedGuardLog(), "boot-1");
    private final Queue<HostReport> reports = new ConcurrentLinkedQueue<>();
    private final RecordedController controller = new RecordedController();
    private final HostAgent agent = HostAgent.start(
            new HostAgent.Parts(
                    new HostId("h1"),
                    new SimulatedMachine(hypervisor, "boot-1"),
                    hypervisor,
                    guard,
                    List.of("ssd"),
                    "198.18.0.1",
                    Duration.ofSeconds(30)),
            reports::add,
            Thread.ofVirtual().factory());

    @AfterEach
    void stop() {
        time.goOn();
        agent.stop();
    }

    @Test
    void greetsWithItsNameLifeAndHighestEpoch() {
        agent.conversation().greet(controller);

        AgentGreeting greeting = controller.hear(AgentGreeting.class);

        assertThat(greeting)
                .isEqualTo(new AgentGreeting(
                        ProtocolVersion.CURRENT,
                        new HostId("h1"),
                        guard.generation(),
                        0,
                        Optional.of(ManagementMode.MANAGE),
                        Optional.empty()));
    }

    @Test
    void answersAHelloWithItsInventory() {
        hear(new ControllerHello(ProtocolVersion.CURRENT, EPOCH, DATABASE, 1, Optional.empty(), true));

        Inventory inventory = controller.hear(Inventory.class);

        assertThat(inventory.epoch()).isEqualTo(7);
        assertThat(inventory.facts().cpu().vendor()).isEqualTo(CpuVendor.INTEL);
        assertThat(inventory.facts().labels()).containsExactly("ssd");
        assertThat(guard.highestEpoch()).isEqualTo(7);
    }

    @Test
    void tellsWhatChangedWhileTheInventoryWasOnItsWay() {
        hypervisor.define(new GuestDefinition(GUEST, spec(), PlacementGeneration.FIRST));
        controller.whenInventoryComes(() -> hypervisor.start(GUEST));

        hear(new ControllerHello(ProtocolVersion.CURRENT, EPOCH, DATABASE, 1, Optional.empty(), true));

        controller.hear(GuestChanged.class, changed -> changed.guest().state() == GuestState.RUNNING);
    }

    @Test
    void refusesAHelloOfAnOlderEpoch() {
        accepted();

        hear(new ControllerHello(
                ProtocolVersion.CURRENT, new Epoch(6, UUID.randomUUID()), DATABASE, 1, Optional.empty(), true));

        assertThat(controller.hear(HelloRefused.class).refusal()).isEqualTo(Refusal.STALE_EPOCH);
    }

    @Test
    void endsALinkWhoseHelloAnswersAnotherGreeting() {
        JournalPlace never = new JournalPlace(EPOCH, 5);

        hear(new ControllerHello(ProtocolVersion.CURRENT, EPOCH, DATABASE, 9, Optional.of(never), true));

        assertThat(controller.hear(HelloRefused.class).refusal()).isEqualTo(Refusal.OUT_OF_SEQUENCE);
        await().atMost(PATIENCE).until(() -> !controller.isOpen());
    }

    @Test
    void reportsAtOnceAndNumbersItsReports() {
        await().atMost(PATIENCE).until(() -> !reports.isEmpty());

        HostReport first = reports.element();

        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.host()).isEqualTo(new HostId("h1"));
        assertThat(first.generation()).isEqualTo(guard.generation());
    }

    @Nested
    class AfterTheHello {
        @Test
        void createsAndStartsAGuestAndTellsThatItChanged() {
            accepted();

            hear(command(1, new AgentCommand.CreateGuest(GUEST, spec())));
            CommandResult created = controller.answerTo(1);
            hear(command(2, new AgentCommand.StartGuest(GUEST)));
            CommandResult started = controller.answerTo(2);

            assertThat(created).isEqualTo(new Done());
            assertThat(started).isEqualTo(new Done());
            assertThat(hypervisor.inspect(GUEST).orElseThrow().state()).isEqualTo(GuestState.RUNNING);
            controller.hear(GuestChanged.class, changed -> changed.guest().state() == GuestState.RUNNING);
        }

        @Test
        void repeatsTheAnswerOfAKnownStepWithoutDoingItAgain() {
            accepted();
            runGuest();
            hypervisor.destroy(GUEST);
            controller.heard().clear();

            hear(command(2, new AgentCommand.StartGuest(GUEST)));

            assertThat(controller.answerTo(2)).isEqualTo(new Done());
            assertThat(hypervisor.inspect(GUEST).orElseThrow().state().isActive())
                    .isFalse();
        }

        @Test
        void refusesACommandOfAnOlderEpoch() {
            accepted();

            hear(new CommandEnvelope(
                    OPERATION,
                    1,
                    new Epoch(6, UUID.randomUUID()),
                    1,
                    1,
                    guard.generation(),
                    new PlacementGeneration(1),
                    60_000,
                    new AgentCommand.CreateGuest(GUEST, spec())));

            assertThat(controller.answerTo(1))
                    .isInstanceOfSatisfying(
                            NotAdmitted.class,
                            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.STALE_EPOCH));
            assertThat(hypervisor.inspect(GUEST)).isEmpty();
        }

        @Test
        void answersAnInquiryWhileAMigrationRuns() {
            accepted();
            runGuest();
            time.stop();

            hear(command(3, migration()));
            time.awaitSleeper();
            hear(command(4, new AgentCommand.InspectGuest(GUEST)));
            CommandResult inspected = controller.answerTo(4);
            boolean arrivedMeanwhile = controller.heard().stream().anyMatch(HostAgentTest::isAnswerToTheMigration);
            time.goOn();

            assertThat(inspected).isInstanceOf(GuestInspected.class);
            assertThat(arrivedMeanwhile).isFalse();
            assertThat(controller.answerTo(3)).isEqualTo(new Done());
            assertThat(there.inspect(GUEST).orElseThrow().state()).isEqualTo(GuestState.RUNNING);
        }

        @Test
        void tellsThatAGuestIsGone() {
            accepted();
            runGuest();
            controller.hear(GuestChanged.class);

            hypervisor.destroy(GUEST);
            hypervisor.undefine(GUEST);

            assertThat(controller.hear(GuestVanished.class)).isEqualTo(new GuestVanished(GUEST));
        }

        @Test
        void tellsNothingToAControllerThatHasGone() {
            accepted();
            agent.conversation().ended(controller);
            controller.heard().clear();

            runGuestByHand();

            assertThat(agent.conversation().isHeard()).isFalse();
            assertThat(controller.heard()).isEmpty();
        }
    }

    @Nested
    class WhileTheHypervisorCannotBeAsked {
        @Test
        void makesNoReportsAndSaysWhy() {
            await().atMost(PATIENCE).until(() -> !reports.isEmpty());
            hypervisor.outside().breakConnection();

            await().atMost(PATIENCE)
                    .until(() -> agent.problems().stream().anyMatch(text -> text.startsWith("reports:")));

            assertThat(agent.problems()).anyMatch(text -> text.startsWith("link: no controller"));
        }

        @Test
        void endsTheLinkInPlaceOfAnInventory() {
            hypervisor.outside().breakConnection();

            hear(new ControllerHello(ProtocolVersion.CURRENT, EPOCH, DATABASE, 1, Optional.empty(), true));

            await().atMost(PATIENCE).until(() -> !controller.isOpen());
            assertThat(controller.heard()).noneMatch(Inventory.class::isInstance);
        }
    }

    private void accepted() {
        hear(new ControllerHello(ProtocolVersion.CURRENT, EPOCH, DATABASE, 1, Optional.empty(), true));
        controller.hear(Inventory.class);
        await().atMost(PATIENCE).until(() -> agent.conversation().isHeard());
    }

    private void runGuest() {
        hear(command(1, new AgentCommand.CreateGuest(GUEST, spec())));
        controller.answerTo(1);
        hear(command(2, new AgentCommand.StartGuest(GUEST)));
        controller.answerTo(2);
    }

    private void runGuestByHand() {
        hypervisor.outside().defineUnmanaged(GUEST, spec());
        hypervisor.outside().become(GUEST, GuestState.RUNNING);
    }

    private void hear(LinkMessage message) {
        agent.conversation().heard(message, controller);
    }

    private CommandEnvelope command(int step, AgentCommand command) {
        return new CommandEnvelope(
                OPERATION, step, EPOCH, step, 1, guard.generation(), new PlacementGeneration(1), 60_000, command);
    }

    private static AgentCommand migration() {
        return new AgentCommand.MigrateGuest(
                GUEST,
                new HostId("h2"),
                THERE,
                "tcp://198.18.0.2",
                CpuVendor.INTEL.id(),
                List.of("shared"),
                0,
                600_000,
                600_000,
                Optional.empty());
    }

    private static boolean isAnswerToTheMigration(LinkMessage message) {
        return message instanceof CommandAnswer answer && answer.step() == 3;
    }

    private SimulatedHypervisor host(String uri) {
        return new SimulatedHypervisor(cluster, SimulatedHostProfile.of(uri, CpuVendor.INTEL, 8, 16_384), time);
    }

    static GuestSpec spec() {
        return spec(256);
    }

    static GuestSpec larger() {
        return spec(512);
    }

    private static GuestSpec spec(long memoryMib) {
        return new GuestSpec(
                "web-1",
                1,
                memoryMib,
                0,
                Virtualisation.KVM,
                SimulatedHostProfile.COMMON_MODEL,
                "",
                Optional.empty(),
                List.of(),
                List.of("default"),
                List.of(),
                "",
                CannotMove.BLOCK);
    }
}
