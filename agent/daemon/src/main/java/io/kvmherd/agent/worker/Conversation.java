package io.kvmherd.agent.worker;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.LinkMessage.AgentGreeting;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import io.kvmherd.common.protocol.LinkMessage.Forget;
import io.kvmherd.common.protocol.LinkMessage.FromAgent;
import io.kvmherd.common.protocol.LinkMessage.HelloRefused;
import io.kvmherd.common.protocol.ProtocolVersion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the agent says and does when controllers speak to it: greeting, hello, inventory, then commands.
 *
 * <p>{@link #greet} and {@link #heard} are called on the network's threads and only put something in line. One thread takes messages out in
 * their order and asks the guard. The inventory is looked up on another thread, because a hypervisor that hangs must not
 * keep a newer controller's hello waiting; the controller is told about changes from then on.
 */
public final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final int MESSAGES_WAITING = 1_024;
    private static final int INVENTORIES_WAITING = 16;

    private final HostId host;
    private final CommandGuard guard;
    private final CommandWorker worker;
    private final Inventories inventories;
    private final Lanes line;
    private final Lanes inventoryLane;
    private final List<Outbound> listeners = new CopyOnWriteArrayList<>();
    private volatile Runnable lookAgain = () -> {};

    Conversation(
            HostId host, CommandGuard guard, CommandWorker worker, Inventories inventories, ThreadFactory threads) {
        this.host = host;
        this.guard = guard;
        this.worker = worker;
        this.inventories = inventories;
        this.line = new Lanes("messages", 1, MESSAGES_WAITING, threads);
        this.inventoryLane = new Lanes("inventories", 1, INVENTORIES_WAITING, threads);
    }

    /** Greets on a new link; returns at once, for the guard may be waiting for its disk. */
    public void greet(Outbound controller) {
        if (!line.reserve()) {
            controller.end("more than " + MESSAGES_WAITING + " messages wait on this host");
            return;
        }
        line.run(() -> controller.send(new AgentGreeting(
                ProtocolVersion.CURRENT,
                host,
                guard.generation(),
                guard.highestEpoch(),
                Optional.of(guard.mode()),
                guard.newestPlace())));
    }

    /** Puts a message in line; returns at once. */
    public void heard(LinkMessage message, Outbound controller) {
        if (!line.reserve()) {
            controller.end("more than " + MESSAGES_WAITING + " messages wait on this host");
            return;
        }
        line.run(() -> answer(message, controller));
    }

    /** The link is gone; nothing more is sent there. */
    public void ended(Outbound controller) {
        listeners.remove(controller);
    }

    /** Whether a controller that was accepted is listening. */
    public boolean isHeard() {
        return !listeners.isEmpty();
    }

    /**
     * @param look makes {@link #tell} say how each guest is; called when a controller has begun to listen, because what
     *     changed while its inventory was on the way was told to nobody
     */
    void whenListenedTo(Runnable look) {
        lookAgain = look;
    }

    /** Tells every controller that was accepted. */
    void tell(FromAgent message) {
        listeners.forEach(controller -> controller.send(message));
    }

    /** Lets what runs come to its end; begins nothing new. */
    public void close() {
        line.close();
        inventoryLane.close();
        worker.close();
    }

    private void answer(LinkMessage message, Outbound controller) {
        switch (message) {
            case CommandEnvelope envelope -> worker.admit(envelope, controller);
            case ControllerHello hello -> hello(hello, controller);
            case Forget forget -> guard.forget(forget.operation(), forget.place());
            case FromAgent mistaken -> controller.end("a controller sent a message that only agents send");
        }
    }

    private void hello(ControllerHello hello, Outbound controller) {
        Optional<HelloRefused> refused = guard.hello(hello);
        if (refused.isPresent()) {
            LOG.warn(
                    "the hello of epoch {} is refused: {}",
                    hello.epoch().number(),
                    refused.get().detail());
            controller.send(refused.get());
            if (refused.get().asksToGreetAgain()) {
                controller.end("this host has to greet again");
            }
            return;
        }
        LOG.info("epoch {} is accepted", hello.epoch().number());
        if (inventoryLane.reserve()) {
            inventoryLane.run(() -> sendInventory(controller));
        } else {
            controller.end("more than " + INVENTORIES_WAITING + " inventories wait on this host");
        }
    }

    /** The link may have ended meanwhile, and then {@link #ended} was called already. */
    private void listenTo(Outbound controller) {
        listeners.remove(controller);
        listeners.add(controller);
        if (!controller.isOpen()) {
            listeners.remove(controller);
        }
    }

    /** Without a hypervisor there is no inventory; the link is made again until there is. */
    private void sendInventory(Outbound controller) {
        if (!controller.isOpen()) {
            return;
        }
        try {
            FromAgent inventory = inventories.inventory();
            controller.send(inventory);
            listenTo(controller);
            lookAgain.run();
        } catch (KvmherdException e) {
            LOG.warn("no inventory can be taken: {}", e.getMessage());
            controller.end("the hypervisor cannot be asked for an inventory");
        } catch (RuntimeException e) {
            LOG.error("no inventory can be taken because of a mistake in the program", e);
            controller.end("the agent made a mistake when it took the inventory: " + e);
        }
    }
}
