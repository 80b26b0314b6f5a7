package io.kvmherd.controller.simulator;

import io.kvmherd.agent.core.command.CommandExecution;
import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.report.ReportAssembler;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.protocol.AgentCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an agent's process has in its memory; gone with the process. */
final class AgentLife {
    final CommandGuard guard;
    final CommandExecution execution;
    final ReportAssembler assembler;
    /** Links of controllers that were accepted. */
    final Set<Long> listeners = new TreeSet<>();
    /** Guests that were told about. */
    final Set<GuestId> known = new TreeSet<>();

    private final Map<GuestId, List<AgentCommand>> underway = new TreeMap<>();
    private boolean over;

    AgentLife(CommandGuard guard, CommandExecution execution, ReportAssembler assembler) {
        this.guard = guard;
        this.execution = execution;
        this.assembler = assembler;
    }

    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    void begins(GuestId guest, AgentCommand command) {
        underway.computeIfAbsent(guest, none -> new ArrayList<>()).add(command);
    }

    void ended(GuestId guest, AgentCommand command) {
        List<AgentCommand> left = underway.getOrDefault(guest, new ArrayList<>());
        left.remove(command);
        if (left.isEmpty()) {
            underway.remove(guest);
        }
    }

    /** Whether a command is being carried out after which the guest may rightly not run here any more. */
    boolean isEnding(GuestId guest) {
        return underway.getOrDefault(guest, List.of()).stream().anyMatch(AgentLife::ends);
    }

    private static boolean ends(AgentCommand command) {
        return command instanceof AgentCommand.ShutDownGuest
                || command instanceof AgentCommand.DestroyGuest
                || command instanceof AgentCommand.MigrateGuest
                || command instanceof AgentCommand.FollowMigration;
    }

    /** Whether a step of a command about the guest is being carried out. */
    boolean isAtWorkOn(GuestId guest) {
        return underway.containsKey(guest);
    }
}
