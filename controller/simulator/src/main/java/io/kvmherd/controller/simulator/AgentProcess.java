package io.kvmherd.controller.simulator;

import io.kvmherd.agent.core.command.CommandExecution;
import io.kvmherd.agent.core.guard.Admission;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.guard.PlacementRule;
import io.kvmherd.agent.core.port.HypervisorWatcher;
import io.kvmherd.agent.core.report.ReportAssembler;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.LinkMessage.AgentGreeting;
import io.kvmherd.common.protocol.LinkMessage.CommandAnswer;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import io.kvmherd.common.protocol.LinkMessage.Forget;
import io.kvmherd.common.protocol.LinkMessage.FromAgent;
import io.kvmherd.common.protocol.LinkMessage.GuestChanged;
import io.kvmherd.common.protocol.LinkMessage.GuestVanished;
import io.kvmherd.common.protocol.LinkMessage.HelloRefused;
import io.kvmherd.common.protocol.LinkMessage.Inventory;
import io.kvmherd.common.protocol.ProtocolVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The agent of one host: the real guard and the real commands, called by events in the order in which the daemon's threads
 * would call them.
 *
 * <p>A process that ends leaves behind what the disk and the hypervisor have. A migration goes on without it, and nobody is
 * told how that ends.
 */
final class AgentProcess implements HypervisorWatcher {
    /** The wire of one controller's link, as the agent has it. */
    interface Links {
        void send(long link, FromAgent message);

        void hangUp(long link);
    }

    private static final int FROZEN_MAX = 10_000;
    private static final long LOOK_MS = 30;
    private static final long STEP_MAX_MS = 40;
    private static final long ALONE_MS = 1_000;

    private final Node node;
    private final Surroundings world;
    private final Links links;
    private final Set<GuestId> toLookAt = new TreeSet<>();
    private final Deque<Runnable> untilThawed = new ArrayDeque<>();
    private Optional<AgentLife> life = Optional.empty();
    private boolean frozen;

    AgentProcess(Node node, Surroundings world, Links links) {
        this.node = node;
        this.world = world;
        this.links = links;
        node.hypervisor().watchGuests(this);
    }

    /** Does nothing while it runs, or where there is no power. */
    void start() {
        if (life.isPresent() || !node.outside().hasPower()) {
            return;
        }
        CommandGuard guard = CommandGuard.open(
                world.tampering().found(node.reopenedDisk()), node.machine().bootId());
        life = Optional.of(new AgentLife(
                guard,
                new CommandExecution(node.hypervisor(), node.machine(), guard),
                new ReportAssembler(node.id(), guard.generation(), List.of(), node.address())));
        world.trace()
                .tell(node.id() + ": agent starts its life "
                        + guard.generation().agentIncarnation());
    }

    void kill() {
        life.ifPresent(AgentLife::end);
        life = Optional.empty();
        frozen = false;
        untilThawed.clear();
        toLookAt.clear();
    }

    void freeze() {
        frozen = life.isPresent();
    }

    void thaw() {
        frozen = false;
        while (!untilThawed.isEmpty() && !frozen) {
            untilThawed.removeFirst().run();
        }
    }

    boolean runs() {
        return life.isPresent() && !frozen;
    }

    /** Whether a command is being carried out after which the guest may rightly not run here any more. */
    boolean isEnding(GuestId guest) {
        return life.isPresent() && life.get().isEnding(guest);
    }

    void linkOpened(long link) {
        within(running -> links.send(
                link,
                new AgentGreeting(
                        ProtocolVersion.CURRENT,
                        node.id(),
                        running.guard.generation(),
                        running.guard.highestEpoch(),
                        Optional.of(running.guard.mode()),
                        running.guard.newestPlace())));
    }

    void linkEnded(long link) {
        life.ifPresent(running -> {
            running.listeners.remove(link);
            world.tampering().linkEnded(node);
        });
    }

    void hears(long link, LinkMessage message) {
        within(running -> {
            switch (message) {
                case CommandEnvelope envelope -> admit(running, link, envelope);
                case ControllerHello hello -> hello(running, link, hello);
                case Forget forget -> running.guard.forget(forget.operation(), forget.place());
                case FromAgent mistaken -> throw new IllegalArgumentException("a controller said " + mistaken);
            }
        });
    }

    /** Empty while the hypervisor cannot be asked, or nobody asks it. */
    Optional<HostReport> report() {
        if (!runs()) {
            return Optional.empty();
        }
        try {
            return Optional.of(life.get()
                    .assembler
                    .assemble(
                            node.machine().facts(),
                            node.machine().load(),
                            node.hypervisor().facts(),
                            node.hypervisor().guests()));
        } catch (KvmherdException unreachable) {
            return Optional.empty();
        }
    }

    @Override
    public void guestChanged(GuestId guest) {
        if (life.isPresent() && toLookAt.add(guest) && toLookAt.size() == 1) {
            later(LOOK_MS, this::look);
        }
    }

    @Override
    public void guestReverts(GuestId guest) {
        guestChanged(guest);
    }

    @Override
    public void connected() {
        later(LOOK_MS, this::lookAtAll);
    }

    @Override
    public void disconnected(String why) {
        // What was not told is told when it can be asked again.
    }

    private void admit(AgentLife running, long link, CommandEnvelope received) {
        CommandEnvelope envelope = world.tampering().beforeTheGuard(received, running.guard);
        switch (running.guard.admit(envelope)) {
            case Admission.Proceed proceed -> {
                if (envelope.command() instanceof AgentCommand.Change) {
                    world.oracle().admits(node, received);
                }
                changed(envelope).ifPresent(guest -> running.begins(guest, envelope.command()));
                later(
                        world.randomMs(STEP_MAX_MS),
                        alive -> world.labour()
                                .begin(
                                        alive,
                                        () -> carryOut(alive, link, received, envelope),
                                        () -> abandoned(envelope)));
            }
            case Admission.Repeat repeat -> answer(link, envelope, repeat.result());
            case Admission.InProgress inProgress -> {
                // Its answer follows.
            }
            case Admission.Refuse refuse -> {
                world.trace().tell(node.id() + ": refuses " + name(envelope) + ": " + refuse.refusal());
                answer(link, envelope, refuse.asResult());
            }
        }
    }

    /** @param received as it came, which is what it is judged by */
    private void carryOut(AgentLife running, long link, CommandEnvelope received, CommandEnvelope envelope) {
        if (envelope.command() instanceof AgentCommand.Change) {
            world.trace().tell(node.id() + ": " + name(envelope) + " step " + envelope.step() + " begins");
            world.oracle().executes(node, received);
        }
        CommandResult result =
                running.execution.execute(envelope, world.time().nowMs(), progress -> links.send(link, progress));
        later(world.randomMs(STEP_MAX_MS), alive -> finish(alive, link, received, envelope, result));
    }

    private void finish(
            AgentLife running, long link, CommandEnvelope received, CommandEnvelope envelope, CommandResult result) {
        if (envelope.command() instanceof AgentCommand.Change) {
            running.guard.ended(envelope.operation(), envelope.step(), result);
            world.tampering().afterTheEnd(envelope, running.guard);
            changed(envelope).ifPresent(guest -> {
                running.ended(guest, envelope.command());
                guestChanged(guest);
            });
            world.trace().tell(node.id() + ": " + name(envelope) + " step " + envelope.step() + " ended: " + result);
        }
        answer(link, received, world.tampering().answered(envelope, result));
    }

    /** The hypervisors bring to an end what this agent began. */
    private void abandoned(CommandEnvelope envelope) {
        changed(envelope).ifPresent(this::goOnAlone);
    }

    private void goOnAlone(GuestId guest) {
        if (node.outside().goOnAlone(guest, ALONE_MS)) {
            world.time().after(ALONE_MS, () -> goOnAlone(guest));
        }
    }

    private void hello(AgentLife running, long link, ControllerHello hello) {
        Optional<HelloRefused> refused = running.guard.hello(hello);
        if (refused.isPresent()) {
            world.trace()
                    .tell(node.id() + ": refuses hello of epoch "
                            + hello.epoch().number() + ": " + refused.get().refusal());
            links.send(link, refused.get());
            if (refused.get().asksToGreetAgain()) {
                links.hangUp(link);
            }
            return;
        }
        world.oracle().accepts(node.id(), hello.epoch().number());
        later(world.randomMs(STEP_MAX_MS), alive -> sendInventory(alive, link));
    }

    private void sendInventory(AgentLife running, long link) {
        try {
            links.send(
                    link,
                    new Inventory(
                            running.guard.highestEpoch(),
                            running.guard.generation(),
                            running.assembler.facts(
                                    node.machine().facts(), node.hypervisor().facts()),
                            node.hypervisor().guests(),
                            running.guard.openSteps()));
            running.listeners.add(link);
            lookAtAll(running);
        } catch (KvmherdException unreachable) {
            links.hangUp(link);
        }
    }

    private void look(AgentLife running) {
        List<GuestId> guests = List.copyOf(toLookAt);
        toLookAt.clear();
        guests.forEach(guest -> {
            try {
                node.hypervisor()
                        .inspect(guest)
                        .ifPresentOrElse(seen -> found(running, seen), () -> lost(running, guest));
            } catch (KvmherdException unreachable) {
                // Everything is looked at when it can be asked again.
            }
        });
    }

    private void lookAtAll(AgentLife running) {
        try {
            List<ObservedGuest> there = node.hypervisor().guests();
            Set<GuestId> gone = new TreeSet<>(running.known);
            there.forEach(guest -> {
                gone.remove(guest.id());
                found(running, guest);
            });
            gone.forEach(guest -> lost(running, guest));
        } catch (KvmherdException unreachable) {
            // As above.
        }
    }

    private void found(AgentLife running, ObservedGuest guest) {
        running.known.add(guest.id());
        tell(running, new GuestChanged(guest, running.isAtWorkOn(guest.id())));
    }

    private void lost(AgentLife running, GuestId guest) {
        if (running.known.remove(guest)) {
            tell(running, new GuestVanished(guest));
        }
    }

    private void tell(AgentLife running, FromAgent message) {
        List.copyOf(running.listeners).forEach(link -> links.send(link, message));
    }

    private void answer(long link, CommandEnvelope envelope, CommandResult result) {
        links.send(link, new CommandAnswer(envelope.operation(), envelope.step(), result));
    }

    /** What this life does later; not done when it is over by then, and done after the thaw when it is frozen. */
    private void later(long delayMs, Consumer<AgentLife> work) {
        Optional<AgentLife> mine = life;
        world.time().after(delayMs, () -> {
            if (life.equals(mine)) {
                within(work);
            }
        });
    }

    private void within(Consumer<AgentLife> work) {
        if (life.isEmpty()) {
            return;
        }
        if (!frozen) {
            work.accept(life.get());
        } else if (untilThawed.size() < FROZEN_MAX) {
            untilThawed.add(() -> within(work));
        }
    }

    private static Optional<GuestId> changed(CommandEnvelope envelope) {
        return envelope.command() instanceof AgentCommand.Change change
                ? PlacementRule.guestOf(change)
                : Optional.empty();
    }

    private static String name(CommandEnvelope envelope) {
        String name = envelope.command().getClass().getSimpleName();
        return changed(envelope).map(guest -> name + " " + guest).orElse(name);
    }
}
