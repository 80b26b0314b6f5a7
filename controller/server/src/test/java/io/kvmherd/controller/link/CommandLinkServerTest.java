package io.kvmherd.controller.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage.AgentGreeting;
import io.kvmherd.common.protocol.LinkMessage.Forget;
import io.kvmherd.common.protocol.LinkMessage.GuestVanished;
import io.kvmherd.common.protocol.LinkMessage.HelloRefused;
import io.kvmherd.common.protocol.ProtocolVersion;
import io.kvmherd.common.runtime.tls.TlsIdentity;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.loop.Inbox;
import io.kvmherd.controller.loop.NoMeasurements;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CommandLinkServerTest {
    private static final HostId H1 = new HostId("h1");
    private static final long PATIENCE_MS = 10_000;

    private final Vertx vertx = Vertx.vertx();
    private final Inbox inbox = new Inbox();
    private final List<Input> seen = new ArrayList<>();
    private CommandLinkServer server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        TlsIdentity identity = TlsIdentity.load(Certificates.of("c1"), Instant.now());
        LinkSettings settings =
                new LinkSettings("127.0.0.1", 0, identity, new LinkSettings.Heartbeat(50, 1_000, 2_000));
        server = new CommandLinkServer(vertx, settings, inbox, new NoMeasurements());
        port = server.start().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        server.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void tellsTheLoopOfALinkItsMessagesAndItsEnd() throws Exception {
        AgentGreeting greeting = greeting(H1);

        DialledAgent agent = dial("h1");
        agent.say(greeting);
        agent.hangUp();

        assertThat(next()).isEqualTo(new Input.LinkOpened(H1, 1));
        assertThat(next()).isEqualTo(new Input.MessageArrived(H1, 1, greeting));
        assertThat(next()).isEqualTo(new Input.LinkClosed(H1, 1));
    }

    @Test
    void sendsOnTheLinkThatIsMeantAndOnNoOther() throws Exception {
        DialledAgent agent = dial("h1");
        CommandEnvelope command = envelope();

        server.send(H1, 99, forget(command));
        server.send(new HostId("h2"), 1, forget(command));
        server.send(H1, 1, command);

        assertThat(agent.hear()).isEqualTo(command);
    }

    @Test
    void tellsOfTheOldLinksEndBeforeTheNewOne() throws Exception {
        DialledAgent old = dial("h1");
        dial("h1");

        assertThat(old.closedBecause()).contains("replaced");
        assertThat(next()).isEqualTo(new Input.LinkOpened(H1, 1));
        assertThat(next()).isEqualTo(new Input.LinkClosed(H1, 1));
        assertThat(next()).isEqualTo(new Input.LinkOpened(H1, 2));
    }

    @Test
    void refusesAControllersCertificate() {
        assertThatThrownBy(() -> dial("c1")).isInstanceOf(ExecutionException.class);
        assertThat(inbox.depth()).isZero();
    }

    @Test
    void refusesACertificateOfAnotherRole() {
        assertThatThrownBy(() -> dial("chef")).isInstanceOf(ExecutionException.class);
        assertThat(inbox.depth()).isZero();
    }

    @Test
    void refusesACertificateWithoutAName() {
        assertThatThrownBy(() -> dial("nobody")).isInstanceOf(ExecutionException.class);
        assertThat(inbox.depth()).isZero();
    }

    @Test
    void refusesACertificateWithTwoNames() {
        assertThatThrownBy(() -> dial("twofold")).isInstanceOf(ExecutionException.class);
        assertThat(inbox.depth()).isZero();
    }

    @Test
    void refusesAnotherPath() {
        assertThatThrownBy(() -> DialledAgent.dial(vertx, port, Certificates.of("h1"), "/link/v2"))
                .isInstanceOf(ExecutionException.class);
        assertThat(inbox.depth()).isZero();
    }

    @Test
    void refusesAGreetingForAnotherHost() throws Exception {
        DialledAgent agent = dial("h1");

        agent.say(greeting(new HostId("h2")));

        assertThat(agent.closedBecause()).contains("the greeting speaks for h2");
        assertThat(next()).isEqualTo(new Input.LinkOpened(H1, 1));
        assertThat(next()).isEqualTo(new Input.LinkClosed(H1, 1));
    }

    @Test
    void refusesWhatItCannotRead() throws Exception {
        DialledAgent agent = dial("h1");

        agent.sayText("{\"type\":\"make-coffee\"}");

        assertThat(agent.closedBecause()).contains("cannot be read");
    }

    @Test
    void refusesACommandFromAnAgent() throws Exception {
        DialledAgent agent = dial("h1");

        agent.say(envelope());

        assertThat(agent.closedBecause()).contains("cannot be read");
    }

    @Test
    void endsALinkWhoseMessageIsTooLarge() throws Exception {
        DialledAgent agent = dial("h1");

        agent.shout("x".repeat(Limits.MESSAGE_BYTES + 1));

        assertThat(next()).isEqualTo(new Input.LinkOpened(H1, 1));
        assertThat(next()).isEqualTo(new Input.LinkClosed(H1, 1));
    }

    @Test
    void endsALinkThatStaysSilent() throws Exception {
        DialledAgent agent = dial("h1");

        agent.fallSilent();

        assertThat(next()).isEqualTo(new Input.LinkOpened(H1, 1));
        assertThat(next()).isEqualTo(new Input.LinkClosed(H1, 1));
        agent.wakeUp();
    }

    @Test
    void endsALinkOnWhichNoInventoryIsTold() throws Exception {
        DialledAgent agent = dial("h1");
        agent.say(greeting(H1));

        assertThat(agent.closedBecause()).contains("has not told what its host has within 2000 ms");
    }

    @Test
    void keepsTheLinkOfAnAgentThatRefusesThisController() throws Exception {
        DialledAgent refusing = dial("h1");
        refusing.say(greeting(H1));
        refusing.say(new HelloRefused(CommandResult.Refusal.STALE_EPOCH, 7, "a newer one speaks"));

        // As many as fit into twice the time that it has.
        refusing.awaitPings(80);

        assertThat(refusing.isOpen()).isTrue();
    }

    @Test
    void endsTheLinkThatItIsToldToEnd() throws Exception {
        DialledAgent agent = dial("h1");
        agent.say(new GuestVanished(new GuestId(new UUID(0, 1))));

        server.close(H1, 1, "the host said something that it may not");

        assertThat(agent.closedBecause()).contains("may not");
    }

    private DialledAgent dial(String certificate) throws Exception {
        return DialledAgent.dial(vertx, port, Certificates.of(certificate), CommandLinkServer.PATH);
    }

    private Input next() throws InterruptedException {
        if (seen.isEmpty()) {
            seen.addAll(inbox.take(10, PATIENCE_MS));
        }
        return seen.removeFirst();
    }

    private static AgentGreeting greeting(HostId host) {
        return new AgentGreeting(
                ProtocolVersion.CURRENT, host, new HostGeneration("boot-1", 1), 0, Optional.empty(), Optional.empty());
    }

    private static Forget forget(CommandEnvelope command) {
        return new Forget(command.operation(), Optional.of(new JournalPlace(command.epoch(), 1)));
    }

    private static CommandEnvelope envelope() {
        GuestId guest = new GuestId(new UUID(0, 1));
        return new CommandEnvelope(
                new OperationId(new UUID(0, 7)),
                1,
                new Epoch(1, new UUID(0, 3)),
                1,
                1,
                new HostGeneration("boot-1", 1),
                new PlacementGeneration(1),
                1_000,
                new AgentCommand.StartGuest(guest));
    }
}
