package io.kvmherd.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.simulated.ManualTime;
import io.kvmherd.agent.core.simulated.SimulatedCluster;
import io.kvmherd.agent.core.simulated.SimulatedGuardLog;
import io.kvmherd.agent.core.simulated.SimulatedHostProfile;
import io.kvmherd.agent.core.simulated.SimulatedHypervisor;
import io.kvmherd.agent.core.simulated.SimulatedMachine;
import io.kvmherd.agent.worker.HostAgent;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult.GuestInspected;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.LinkMessage.AgentGreeting;
import io.kvmherd.common.protocol.LinkMessage.CommandAnswer;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import io.kvmherd.common.protocol.LinkMessage.Inventory;
import io.kvmherd.common.protocol.ProtocolVersion;
import io.kvmherd.common.runtime.config.NetworkAddress;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final LinkTimes FAST = new LinkTimes(100, 500, 50, 200);
    private static final Epoch EPOCH = new Epoch(3, UUID.fromString("01939d3c-0000-7000-8000-0000000000e7"));
    private static final Vertx VERTX = Vertx.vertx();

    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(
            new SimulatedCluster(),
            SimulatedHostProfile.of("qemu+tcp://198.18.0.1/system", CpuVendor.AMD, 8, 16_384),
            new ManualTime());
    private final CommandGuard guard = CommandGuard.open(new SimulatedGuardLog(), "boot-1");
    private final HostAgent agent = HostAgent.start(
            new HostAgent.Parts(
                    new HostId("h1"),
                    new SimulatedMachine(hypervisor, "boot-1"),
                    hypervisor,
                    guard,
                    List.of(),
                    "198.18.0.1",
                    Duration.ofSeconds(30)),
            report -> {},
            Thread.ofVirtual().factory());
    private Optional<CommandLink> link = Optional.empty();

    @AfterAll
    static void closeTheNetwork() {
        VERTX.close().onFailure(failure -> {});
    }

    @AfterEach
    void stop() {
        link.ifPresent(CommandLink::close);
        agent.stop();
    }

    @Test
    void greetsAnswersTheHelloAndCarriesOutACommand() throws Exception {
        try (TestController controller = new TestController(VERTX, "c1")) {
            dial(controller.port());
            assertThat(controller.hear()).isInstanceOf(AgentGreeting.class);
            controller.say(hello());
            assertThat(controller.hear()).isInstanceOf(Inventory.class);
            controller.say(inspect());
            assertThat(controller.hear())
                    .isInstanceOfSatisfying(
                            CommandAnswer.class,
                            answer -> assertThat(answer.result()).isInstanceOf(GuestInspected.class));
        }
    }

    @Test
    void dialsAgainAfterTheControllerHungUp() throws Exception {
        try (TestController controller = new TestController(VERTX, "c1")) {
            dial(controller.port());
            assertThat(controller.hear()).isInstanceOf(AgentGreeting.class);
            controller.hangUp();
            assertThat(controller.hear()).isInstanceOf(AgentGreeting.class);
        }
    }

    @Test
    void dialsAgainWhenTheControllerIsSilent() throws Exception {
        try (TestController controller = new TestController(VERTX, "c1")) {
            dial(controller.port());
            assertThat(controller.hear()).isInstanceOf(AgentGreeting.class);
            controller.fallSilent();
            assertThat(controller.hear()).isInstanceOf(AgentGreeting.class);
        }
    }

    @Test
    void dialsAgainWhenItsDiallingIsNotAnswered() throws Exception {
        try (TestController controller = TestController.thatAnswersNothing(VERTX, "c1")) {
            dial(controller.port());
            await().atMost(PATIENCE).until(() -> controller.requests() >= 2);
        }
    }

    @Test
    void dialsAgainAfterAMessageThatCannotBeRead() throws Exception {
        try (TestController controller = new TestController(VERTX, "c1")) {
            dial(controller.port());
            assertThat(controller.hear()).isInstanceOf(AgentGreeting.class);
            controller.sayText("{\"type\":\"format-host\"}");
            assertThat(controller.hear()).isInstanceOf(AgentGreeting.class);
        }
    }

    @Test
    void saysNothingToAPeerThatIsNoController() throws Exception {
        try (TestController impostor = new TestController(VERTX, "h1")) {
            dial(impostor.port());
            await().atMost(PATIENCE).until(() -> impostor.connections() >= 2);
            assertThat(impostor.heardNothing()).isTrue();
        }
    }

    private void dial(int port) {
        link = Optional.of(CommandLink.start(
                VERTX, new NetworkAddress("127.0.0.1:" + port), TestIdentities.agent(), agent.conversation(), FAST));
    }

    private static ControllerHello hello() {
        return new ControllerHello(
                ProtocolVersion.CURRENT,
                EPOCH,
                UUID.fromString("01939d3c-0000-7000-8000-0000000000db"),
                1,
                Optional.empty(),
                true);
    }

    private LinkMessage inspect() {
        return new CommandEnvelope(
                OperationId.of("01939d3c-0000-7000-8000-0000000000f1"),
                1,
                EPOCH,
                1,
                1,
                guard.generation(),
                new PlacementGeneration(0),
                10_000,
                new AgentCommand.InspectGuest(GuestId.of("01939d3c-0000-7000-8000-00000000000a")));
    }
}
