package io.kvmherd.controller.app.testing;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.Pressure;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.NotAdmitted;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.ProtocolVersion;
import io.kvmherd.controller.app.request.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An agent as the protocol sees it. Its process may die and come back while its host goes on; a command that it began and
 * did not end is answered with not knowing, as the real one does.
 */
public final class FakeAgent {
    static final long DELIVERY_MS = 10;
    static final long CHANGE_MS = 100;
    private static final long INQUIRY_MS = 20;
    private static final long REPORT_MS = 5_000;
    private static final long RECONNECT_MS = 500;

    private final World world;
    private final Timeline time;
    private final FakeHost host;
    private final FakeCommands commands;
    private final FakeMigrations migrations;
    private final Map<Class<?>, CommandResult> answers = new LinkedHashMap<>();
    private final Map<Class<?>, CommandResult> alwaysAnswers = new LinkedHashMap<>();
    private final List<Class<?>> taken = new ArrayList<>();
    private final TreeSet<String> executing = new TreeSet<>();
    private Optional<Long> link = Optional.empty();
    private ManagementMode mode = ManagementMode.MANAGE;
    private boolean alive = true;
    private boolean staysAway;
    private boolean mute;
    private boolean silentOnReports;
    private boolean repeats;
    private long extraDelayMs;
    private long reportSequence;

    FakeAgent(World world, FakeHost host, FakeCommands commands, FakeMigrations migrations) {
        this.world = world;
        this.time = world.time();
        this.host = host;
        this.commands = commands;
        this.migrations = migrations;
        time.after(0, this::connect);
        time.after(0, this::reportRegularly);
    }

    public FakeHost host() {
        return host;
    }

    public boolean isLinked() {
        return link.isPresent();
    }

    /** Kinds of commands that were carried out or asked, in order. */
    public List<Class<?>> taken() {
        return List.copyOf(taken);
    }

    /** Executes and answers nothing, until it is told to speak. */
    public void mute() {
        mute = true;
    }

    public void speak() {
        mute = false;
    }

    public void stopReporting() {
        silentOnReports = true;
    }

    public void reportAgain() {
        silentOnReports = false;
    }

    public void answerTwice() {
        repeats = true;
    }

    public void answerLater(long delayMs) {
        extraDelayMs = delayMs;
    }

    /** The next command of this kind is not carried out but answered like this. */
    public void answerNext(Class<? extends AgentCommand> kind, CommandResult result) {
        answers.put(kind, result);
    }

    /** No command of this kind is carried out any more; each is answered like this. */
    public void answerAlways(Class<? extends AgentCommand> kind, CommandResult result) {
        alwaysAnswers.put(kind, result);
    }

    /** The link breaks; the agent dials again soon. */
    public void cut() {
        link.ifPresent(broken -> {
            link = Optional.empty();
            world.arrives(DELIVERY_MS, new Input.LinkClosed(host.id, broken));
            time.after(RECONNECT_MS, this::connect);
        });
    }

    /** The link breaks and the agent does not dial again before it is told to. */
    public void leave() {
        staysAway = true;
        cut();
    }

    public void comeBack() {
        staysAway = false;
        connect();
    }

    /** The process ends; guests and migrations go on. */
    public void die() {
        alive = false;
        executing.clear();
        cut();
    }

    /** A new process starts and reads its guard's log. */
    public void revive() {
        if (!alive) {
            alive = true;
            host.incarnation++;
            reportSequence = 0;
            connect();
        }
    }

    /** Is started anew for this mode; in OBSERVE it refuses every new change. */
    public void restartTo(ManagementMode next) {
        die();
        mode = next;
        revive();
    }

    /** The whole host loses power and comes back: nothing runs on it any more. */
    public void reboot() {
        die();
        migrations.hostDied(host.id);
        host.guests.replaceAll((id, guest) -> guest.state().isActive() ? guest.with(GuestState.SHUT_OFF) : guest);
        host.boots++;
        time.after(RECONNECT_MS, this::revive);
    }

    /** Says something on its link. */
    public void say(LinkMessage.FromAgent message) {
        link.ifPresent(open -> say(open, message));
    }

    /** Somebody changes a guest with other tools, and the agent notices. */
    public void changedByHand(GuestId guest, GuestState state) {
        host.set(guest, state);
        host.observed().stream()
                .filter(seen -> seen.id().equals(guest))
                .forEach(seen -> say(new LinkMessage.GuestChanged(seen, false)));
    }

    /** Somebody moves a running guest with other tools, and both agents notice, the new place first. */
    public void movedByHand(GuestId guest, FakeAgent to) {
        host.moveByHand(guest, to.host);
        to.changedByHand(guest, GuestState.RUNNING);
        say(new LinkMessage.GuestVanished(guest));
    }

    /** Somebody starts a second copy with other tools, and its agent notices. */
    public void copiedByHand(GuestId guest, FakeAgent to) {
        host.copyByHand(guest, to.host);
        to.changedByHand(guest, GuestState.RUNNING);
    }

    /** Somebody removes a guest with other tools, and the agent notices. */
    public void removedByHand(GuestId guest) {
        host.remove(guest);
        say(new LinkMessage.GuestVanished(guest));
    }

    HostGeneration generation() {
        return new HostGeneration(host.bootId(), host.incarnation);
    }

    public HostReport report(long sequence) {
        long resident =
                host.observed().stream().mapToLong(guest -> guest.residentMib()).sum();
        return new HostReport(
                ProtocolVersion.CURRENT,
                host.id,
                generation(),
                sequence,
                "",
                host.facts(),
                new HostLoad(0, Math.max(0, host.memoryMib - resident), Pressure.UNKNOWN),
                host.observed(),
                List.of(),
                host.copies.told());
    }

    /** Something arrives from the controller. */
    void hear(long on, LinkMessage message) {
        if (!alive || !link.equals(Optional.of(on))) {
            return;
        }
        switch (message) {
            case LinkMessage.ControllerHello hello -> greetedBack(hello);
            case LinkMessage.Forget forget -> {
                host.place = forget.place();
                host.steps.keySet().removeIf(key -> key.startsWith(forget.operation() + " "));
            }
            case CommandEnvelope envelope -> admit(envelope);
            case LinkMessage.FromAgent fromAgent -> throw new IllegalStateException("from an agent: " + fromAgent);
        }
    }

    /** The controller closed the link, or went away. */
    void dropped(long closed) {
        if (link.equals(Optional.of(closed))) {
            link = Optional.empty();
            time.after(RECONNECT_MS, this::connect);
        }
    }

    private void connect() {
        if (!alive || staysAway || link.isPresent()) {
            return;
        }
        if (!world.isServing()) {
            time.after(RECONNECT_MS, this::connect);
            return;
        }
        long opened = world.nextLink();
        link = Optional.of(opened);
        world.arrives(DELIVERY_MS, new Input.LinkOpened(host.id, opened));
        say(new LinkMessage.AgentGreeting(
                ProtocolVersion.CURRENT, host.id, generation(), host.highestEpoch, Optional.of(mode), host.place));
    }

    private void reportRegularly() {
        if (alive && !silentOnReports) {
            reportSequence++;
            world.arrives(DELIVERY_MS, new Input.ReportArrived(report(reportSequence)));
        }
        time.after(REPORT_MS, this::reportRegularly);
    }

    private void greetedBack(LinkMessage.ControllerHello hello) {
        if (hello.epoch().number() < host.highestEpoch || hello.journalSequence() < host.journalSequence) {
            say(new LinkMessage.HelloRefused(Refusal.STALE_EPOCH, host.highestEpoch, "an older controller"));
            return;
        }
        if (!hello.hasPlace()) {
            throw new IllegalStateException(
                    host.id + " was at " + hello.place() + ", which this database does not know");
        }
        host.highestEpoch = hello.epoch().number();
        host.journalSequence = hello.journalSequence();
        List<LinkMessage.OpenStep> open = host.steps.entrySet().stream()
                .map(entry -> new LinkMessage.OpenStep(
                        OperationId.of(entry.getKey().split(" ", -1)[0]),
                        Integer.parseInt(entry.getKey().split(" ", -1)[1]),
                        entry.getValue().isPresent()))
                .toList();
        say(new LinkMessage.Inventory(host.highestEpoch, generation(), host.facts(), host.observed(), open));
    }

    private void admit(CommandEnvelope envelope) {
        if (envelope.epoch().number() < host.highestEpoch) {
            answer(envelope, new NotAdmitted(Refusal.STALE_EPOCH, "epoch " + host.highestEpoch + " is known"));
            return;
        }
        if (envelope.command() instanceof AgentCommand.Inquiry inquiry) {
            taken.add(inquiry.getClass());
            inLife(INQUIRY_MS, () -> answer(envelope, prepared(inquiry).orElseGet(() -> commands.ask(inquiry))));
            return;
        }
        String key = FakeHost.stepKey(envelope.operation(), envelope.step());
        @Nullable Optional<CommandResult> known = host.steps.get(key);
        if (known != null) {
            known.ifPresentOrElse(result -> answer(envelope, result), () -> {
                if (!executing.contains(key)) {
                    interrupted(envelope, key);
                }
            });
        } else if (mode == ManagementMode.OBSERVE) {
            answer(envelope, new NotAdmitted(Refusal.OBSERVE_ONLY, "this agent only observes"));
        } else if (!envelope.generation().equals(generation())) {
            answer(envelope, new NotAdmitted(Refusal.WRONG_HOST_GENERATION, "this is " + generation()));
        } else {
            begin(envelope, key, (AgentCommand.Change) envelope.command());
        }
    }

    private void interrupted(CommandEnvelope envelope, String key) {
        CommandResult unknown =
                new CommandResult.Failed(ErrorCode.UNREACHABLE, "the agent was interrupted in this step");
        host.steps.put(key, Optional.of(unknown));
        answer(envelope, unknown);
    }

    private void begin(CommandEnvelope envelope, String key, AgentCommand.Change change) {
        taken.add(change.getClass());
        Optional<CommandResult> prepared = prepared(change);
        if (prepared.isPresent() && prepared.get() instanceof NotAdmitted) {
            answer(envelope, prepared.get());
            return;
        }
        host.steps.put(key, Optional.empty());
        host.place = Optional.of(new JournalPlace(envelope.epoch(), envelope.journalSequence()));
        executing.add(key);
        if (change instanceof AgentCommand.MigrateGuest migrate && prepared.isEmpty()) {
            inLife(CHANGE_MS / 2, () -> {
                long life = host.incarnation;
                migrations.start(host, world.hostOf(migrate.to()), migrate.guest(), succeeded -> {
                    if (alive && life == host.incarnation) {
                        end(envelope, key, migrated(succeeded));
                    }
                });
            });
            return;
        }
        if (change instanceof AgentCommand.FollowMigration follow && prepared.isEmpty()) {
            inLife(CHANGE_MS / 2, () -> {
                long life = host.incarnation;
                migrations.follow(follow.guest(), ended -> {
                    if (alive && life == host.incarnation) {
                        end(envelope, key, new CommandResult.Done());
                    }
                });
            });
            return;
        }
        inLife(CHANGE_MS / 2, () -> {
            CommandResult result = prepared.orElseGet(() -> commands.change(change, envelope.placement()));
            inLife(CHANGE_MS / 2, () -> end(envelope, key, result));
        });
    }

    private static CommandResult migrated(boolean succeeded) {
        return succeeded
                ? new CommandResult.Done()
                : new CommandResult.Failed(ErrorCode.HYPERVISOR_FAILED, "libvirt: migration failed");
    }

    private void end(CommandEnvelope envelope, String key, CommandResult result) {
        host.steps.put(key, Optional.of(result));
        answer(envelope, result);
    }

    private Optional<CommandResult> prepared(AgentCommand command) {
        return Optional.ofNullable(answers.remove(command.getClass()))
                .or(() -> Optional.ofNullable(alwaysAnswers.get(command.getClass())));
    }

    private void answer(CommandEnvelope envelope, CommandResult result) {
        if (mute) {
            return;
        }
        LinkMessage.CommandAnswer message =
                new LinkMessage.CommandAnswer(envelope.operation(), envelope.step(), result);
        inLife(extraDelayMs, () -> {
            say(message);
            if (repeats) {
                say(message);
            }
        });
    }

    private void say(long on, LinkMessage.FromAgent message) {
        world.arrivesOnLink(host.id, on, message);
    }

    /** Happens only if the same process still lives. */
    private void inLife(long delayMs, Runnable what) {
        long life = host.incarnation;
        time.after(delayMs, () -> {
            if (alive && life == host.incarnation) {
                what.run();
            }
        });
    }
}
