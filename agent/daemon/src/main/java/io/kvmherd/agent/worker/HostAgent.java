package io.kvmherd.agent.worker;

import io.kvmherd.agent.core.adoption.BootStarts;
import io.kvmherd.agent.core.adoption.OwnStarts;
import io.kvmherd.agent.core.command.CommandExecution;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.Machine;
import io.kvmherd.agent.core.report.ReportAssembler;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.protocol.HostReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The working parts of one host's agent, put together and running. Stopping touches no guest. */
public final class HostAgent {
    private final CommandGuard guard;
    private final Conversation conversation;
    private final GuestWatcher watcher;
    private final ReportPublisher publisher;
    private final BootStarter starter;
    private final DefinitionSweeps sweeps;

    // size: the parts that it stops
    private HostAgent(
            CommandGuard guard,
            Conversation conversation,
            GuestWatcher watcher,
            ReportPublisher publisher,
            BootStarter starter,
            DefinitionSweeps sweeps) {
        this.guard = guard;
        this.conversation = conversation;
        this.watcher = watcher;
        this.publisher = publisher;
        this.starter = starter;
        this.sweeps = sweeps;
    }

    /**
     * @param reports takes each report and returns at once
     * @param threads makes the threads that wait for the hypervisor and the disk
     */
    public static HostAgent start(Parts parts, Consumer<HostReport> reports, ThreadFactory threads) {
        CommandExecution execution = new CommandExecution(parts.hypervisor(), parts.machine(), parts.guard());
        ReportAssembler assembler =
                new ReportAssembler(parts.host(), parts.guard().generation(), parts.labels(), parts.migrationAddress());
        Inventories inventories = new Inventories(parts.machine(), parts.hypervisor(), parts.guard(), assembler);
        StepsUnderway steps = new StepsUnderway();
        CommandWorker worker = new CommandWorker(
                parts.guard(), execution, steps, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), threads);
        Conversation conversation = new Conversation(parts.host(), parts.guard(), worker, inventories, threads);
        GuestWatcher watcher = GuestWatcher.start(parts.hypervisor(), steps, conversation::tell, threads);
        steps.whenEnded(watcher::guestChanged);
        conversation.whenListenedTo(watcher::lookAgain);
        ReportPublisher publisher = ReportPublisher.start(inventories, reports, threads);
        BootStarter starter = BootStarter.start(
                new BootStarts(parts.hypervisor(), parts.guard()),
                new OwnStarts(parts.hypervisor(), parts.guard()),
                threads);
        DefinitionSweeps sweeps = DefinitionSweeps.start(parts.sweepPeriod(), watcher::readAll, threads);
        return new HostAgent(parts.guard(), conversation, watcher, publisher, starter, sweeps);
    }

    public Conversation conversation() {
        return conversation;
    }

    /** What keeps this host from doing its work; empty when nothing does. May wait for the disk. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        publisher.problem().ifPresent(problem -> problems.add("reports: " + problem));
        guard.failure().ifPresent(problem -> problems.add("guard log: " + problem));
        if (!conversation.isHeard()) {
            problems.add("link: no controller has taken this host's inventory");
        }
        return List.copyOf(problems);
    }

    /** Begins nothing new; what runs goes on, and what the hypervisor does goes on without the agent. */
    public void stop() {
        sweeps.stop();
        starter.stop();
        watcher.stop();
        publisher.stop();
        conversation.close();
    }

    /**
     * What one host is made of.
     *
     * @param labels what the host's configuration says about it
     * @param migrationAddress where other hosts reach it
     * @param sweepPeriod after which all definitions are read again
     */
    public record Parts(
            HostId host,
            Machine machine,
            Hypervisor hypervisor,
            CommandGuard guard,
            List<String> labels,
            String migrationAddress,
            Duration sweepPeriod) {
        public Parts {
            labels = List.copyOf(labels);
        }
    }
}
