package io.kvmherd.agent.core.guard;

import io.kvmherd.agent.core.guard.Admission.Refuse;
import io.kvmherd.agent.core.guard.GuardRecord.Begin;
import io.kvmherd.agent.core.port.GuardLog;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.protocol.AgentCommand.Change;
import io.kvmherd.common.protocol.AgentCommand.Inquiry;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.CommandResult.Refusal;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.JournalPlace;
import io.kvmherd.common.protocol.LinkMessage.ControllerHello;
import io.kvmherd.common.protocol.LinkMessage.HelloRefused;
import io.kvmherd.common.protocol.LinkMessage.OpenStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which commands this host carries out. The package comment has the promise.
 *
 * <p>A command is taken only from the term whose hello was accepted last. To accept a newer epoch straight from a command
 * would be simpler and is what the epoch alone suggests; but a controller on a restored backup may draw a high epoch too,
 * and only the hello says which database stands behind it.
 *
 * <p>Safe to call from any thread that may wait for a disk; all calls are in one order.
 */
public final class CommandGuard {

    private final GuardLog log;
    private final GuardMemory memory;
    private final HostGeneration generation;
    private final ManagementMode mode;
    private final ExpectedArrivals arrivals = new ExpectedArrivals();
    private int recordsInLog;
    private long lastSequence;
    private boolean regressed;
    private boolean listened;
    private String failure = "";

    private CommandGuard(GuardLog log, GuardMemory memory, String bootId, ManagementMode mode, int recordsInLog) {
        this.log = log;
        this.memory = memory;
        this.generation = new HostGeneration(bootId, memory.incarnation());
        this.mode = mode;
        this.recordsInLog = recordsInLog;
    }

    /**
     * Reads the log and begins a new life of the agent, which is durable on return.
     *
     * @param bootId the kernel's id of this boot
     * @param mode what this life of the agent is for; in one that observes no change is begun, whoever asks
     * @throws KvmherdException MALFORMED for a log that this version cannot read, FILE_FAILED when the log cannot be
     *     read or written
     */
    public static CommandGuard open(GuardLog log, String bootId, ManagementMode mode) {
        GuardMemory memory = new GuardMemory();
        List<byte[]> records = log.read();
        records.forEach(bytes -> memory.apply(GuardRecordFormat.decode(bytes)));
        GuardRecord life = new GuardRecord.Incarnation(memory.incarnation() + 1);
        log.append(GuardRecordFormat.encode(life));
        memory.apply(life);
        return new CommandGuard(log, memory, bootId, mode, records.size() + 1);
    }

    /** As above, for a life that manages. */
    public static CommandGuard open(GuardLog log, String bootId) {
        return open(log, bootId, ManagementMode.MANAGE);
    }

    /** This life of the host, for the agent's greeting and reports. */
    public HostGeneration generation() {
        return generation;
    }

    /** What this life of the agent is for. */
    public ManagementMode mode() {
        return mode;
    }

    public synchronized long highestEpoch() {
        return memory.epoch().number();
    }

    /** Newest place in the database's history at which a step was begun or forgotten here, for the agent's greeting. */
    public synchronized Optional<JournalPlace> newestPlace() {
        return memory.newestPlace();
    }

    /** Whether a controller was heard out and accepted in this life. */
    public synchronized boolean hasListened() {
        return listened;
    }

    /** The last boot in which what starts with the host was started; empty before the first. */
    public synchronized Optional<String> settledBoot(BootRound round) {
        return memory.settledBoot(round);
    }

    /**
     * What starts with the host was started in this boot; not again before the next. Durable on return.
     *
     * @throws KvmherdException FILE_FAILED when it could not be made durable
     */
    public synchronized void settleBoot(BootRound round) {
        if (!appended(new GuardRecord.BootSettled(round, generation.bootId()))) {
            throw new KvmherdException(ErrorCode.FILE_FAILED, "the boot could not be remembered: " + failure);
        }
    }

    /** Why the log is not trusted any more in this life; empty while it is. */
    public synchronized Optional<String> failure() {
        return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
    }

    /**
     * Hears a controller out. Accepted means that its epoch is durable.
     *
     * @return empty when accepted
     */
    public synchronized Optional<HelloRefused> hello(ControllerHello hello) {
        Epoch known = memory.epoch();
        Epoch said = hello.epoch();
        Optional<HelloRefused> refused = TermRule.refusal(memory, hello);
        if (refused.isPresent()) {
            // Whoever leads this very term lost part of its database: what it sent before is not to be trusted either.
            regressed |= refused.get().refusal() == Refusal.DATABASE_REGRESSED && said.equals(known);
            return refused;
        }
        GuardRecord.Term term = new GuardRecord.Term(said, hello.databaseId(), hello.journalSequence());
        if (!isKnown(term) && !appended(term)) {
            return Optional.of(new HelloRefused(Refusal.LOG_FAILED, known.number(), failure));
        }
        if (!said.equals(known)) {
            lastSequence = 0;
        }
        regressed = false;
        listened = true;
        return Optional.empty();
    }

    /**
     * Decides on a command. For a change that may proceed, the begin is durable on return, and {@link #ended} has to
     * follow; inquiries leave no trace.
     */
    public synchronized Admission admit(CommandEnvelope envelope) {
        Epoch known = memory.epoch();
        Epoch said = envelope.epoch();
        if (said.number() < known.number()) {
            return new Refuse(Refusal.STALE_EPOCH, TermRule.stale(said, known));
        }
        if (said.number() > known.number()) {
            return new Refuse(
                    Refusal.STALE_EPOCH,
                    "epoch " + said.number() + " has not been accepted by a hello; this agent listens to epoch "
                            + known.number() + ". Say hello first");
        }
        if (!said.incarnation().equals(known.incarnation())) {
            return new Refuse(Refusal.EPOCH_TAKEN_TWICE, TermRule.takenTwice(said, known));
        }
        return switch (envelope.command()) {
            case Inquiry inquiry -> {
                lastSequence = Math.max(lastSequence, envelope.sequence());
                yield new Admission.Proceed();
            }
            case Change change -> admitChange(envelope, change);
        };
    }

    /**
     * Remembers how a step ended. When the log fails, the result is repeated in this life and the step counts as
     * interrupted in the next.
     *
     * @param result done, failed or not admitted
     */
    public synchronized void ended(OperationId operation, int step, CommandResult result) {
        StepKey key = new StepKey(operation, step);
        GuardRecord.End end = new GuardRecord.End(key, StorableResult.of(result));
        switch (StepTable.cell(memory.stateOf(key), StepEvent.ENDS).effect()) {
            case WRITE_END -> {
                if (!appended(end)) {
                    memory.apply(end);
                }
            }
            case DROP -> memory.apply(end);
            default -> throw new IllegalStateException(key + " cannot end: it is " + memory.stateOf(key));
        }
    }

    /**
     * The operation ended for good; its steps need no answer any more.
     *
     * @param place in the database's history at which that is known: a database without it would begin the steps again. That
     *     of a term that is over is passed over, because the present one may have to ask for the steps; so it says it itself
     */
    public synchronized void forget(OperationId operation, Optional<JournalPlace> place) {
        if (memory.mayForget(operation, place)) {
            appended(new GuardRecord.Forgotten(operation, place));
        }
    }

    /** Highest generation granted to this host, 0 for none. */
    public synchronized long heldPlacement(GuestId guest) {
        return memory.held(guest);
    }

    /** Highest generation buried here, 0 for none. */
    public synchronized long buriedPlacement(GuestId guest) {
        return memory.buried(guest);
    }

    /**
     * Whether the guest was told to go off, and not to run again since. A command that was refused or failed does not
     * count; one of which nobody knows how it ended does, and so does a shutdown that the guest ignored: it was wanted.
     */
    public synchronized boolean isKeptOff(GuestId guest) {
        return memory.isKeptOff(guest);
    }

    /** All steps that were begun and not forgotten. */
    public synchronized List<OpenStep> openSteps() {
        List<OpenStep> open = new ArrayList<>();
        for (StepKey key : memory.knownSteps()) {
            open.add(new OpenStep(key.operation(), key.step(), memory.stateOf(key) == StepState.ENDED));
        }
        return List.copyOf(open);
    }

    /**
     * Makes sure that this generation and all below it never run here again. Durable on return.
     *
     * @throws KvmherdException FILE_FAILED when it could not be made durable
     */
    public synchronized void bury(GuestId guest, PlacementGeneration placement) {
        if (memory.buried(guest) >= placement.value()) {
            return;
        }
        if (!appended(new GuardRecord.Buried(guest, placement.value()))) {
            throw new KvmherdException(
                    ErrorCode.FILE_FAILED,
                    "generation " + placement + " of guest " + guest + " could not be buried: " + failure);
        }
        arrivals.withdraw(guest);
    }

    /**
     * Remembers that a guest will come. Forgotten when the agent is started anew: then nobody is expected until the
     * controller says so again.
     *
     * @throws KvmherdException BUSY when too many are expected
     */
    public synchronized void expectArrival(ExpectedArrival arrival, long nowMs) {
        arrivals.expect(arrival, nowMs);
    }

    public synchronized void withdrawArrival(GuestId guest) {
        arrivals.withdraw(guest);
    }

    public synchronized Optional<ExpectedArrival> expectedArrival(GuestId guest, long nowMs) {
        return arrivals.of(guest, nowMs);
    }

    public synchronized List<ExpectedArrival> expectedArrivals(long nowMs) {
        return arrivals.all(nowMs);
    }

    /**
     * The operator's word that the cluster was rebuilt on purpose: the next hello may come from any database. Epochs,
     * steps and generations stay.
     *
     * @throws KvmherdException FILE_FAILED when it could not be made durable
     */
    public synchronized void forgetDatabase() {
        if (!appended(new GuardRecord.DatabaseForgotten())) {
            throw new KvmherdException(ErrorCode.FILE_FAILED, "the database could not be forgotten: " + failure);
        }
    }

    private Admission admitChange(CommandEnvelope envelope, Change change) {
        StepKey key = new StepKey(envelope.operation(), envelope.step());
        Begin begin = beginFor(key, envelope, change);
        Optional<String> another = memory.beginOf(key).flatMap(before -> before.whyItIsNot(begin));
        if (another.isPresent()) {
            return new Refuse(Refusal.PRECONDITION, another.get());
        }
        return switch (StepTable.cell(memory.stateOf(key), StepEvent.ARRIVES).effect()) {
            case SAY_IN_PROGRESS -> new Admission.InProgress();
            case REPEAT, SAY_INTERRUPTED -> new Admission.Repeat(memory.resultOf(key));
            case BEGIN -> beginNew(envelope, PlacementRule.of(change), begin);
            default -> throw new IllegalStateException(key + " cannot arrive: it is " + memory.stateOf(key));
        };
    }

    private Admission beginNew(CommandEnvelope envelope, PlacementRule rule, Begin begin) {
        if (mode == ManagementMode.OBSERVE) {
            return new Refuse(
                    Refusal.OBSERVE_ONLY,
                    begin.action() + " is not carried out: this agent only observes. Restart it with mode: manage in"
                            + " agent.yaml and without --observe");
        }
        if (regressed) {
            return new Refuse(
                    Refusal.DATABASE_REGRESSED,
                    "the database behind epoch " + memory.epoch().number()
                            + " knows less than this agent has seen (journal " + memory.journalSequence()
                            + "); nothing is changed here until a hello is accepted");
        }
        if (!envelope.generation().equals(generation)) {
            return new Refuse(
                    Refusal.WRONG_HOST_GENERATION,
                    "meant for " + envelope.generation() + "; this is " + generation
                            + ". Take an inventory and plan anew");
        }
        if (envelope.sequence() <= lastSequence) {
            return new Refuse(
                    Refusal.OUT_OF_SEQUENCE,
                    "sequence " + envelope.sequence() + " came after " + lastSequence
                            + "; send it again with a new number");
        }
        lastSequence = envelope.sequence();
        long held = memory.held(begin.guest());
        long buried = memory.buried(begin.guest());
        if (!rule.allows(begin.placement(), held, buried)) {
            return new Refuse(
                    Refusal.STALE_PLACEMENT,
                    begin.action() + " names generation " + begin.placement() + " of guest " + begin.guest()
                            + "; this host holds " + held + " and buried " + buried);
        }
        if (memory.stepCount() >= GuardLimits.STEPS) {
            return new Refuse(
                    Refusal.BUSY,
                    memory.stepCount() + " steps wait to be forgotten; the limit is " + GuardLimits.STEPS);
        }
        if (begin.hasGuest() && !memory.knowsGuest(begin.guest()) && memory.guestCount() >= 2 * GuardLimits.GUESTS) {
            return new Refuse(
                    Refusal.LOG_FAILED,
                    "this host remembers the generations of " + GuardLimits.GUESTS
                            + " guests, which is the limit; evacuate it and start it with a new guard log");
        }
        return appended(begin) ? new Admission.Proceed() : new Refuse(Refusal.LOG_FAILED, failure);
    }

    private Begin beginFor(StepKey key, CommandEnvelope envelope, Change change) {
        return new Begin(
                key,
                generation.agentIncarnation(),
                envelope.epoch(),
                envelope.journalSequence(),
                PlacementRule.guestOf(change).orElse(Begin.NO_GUEST),
                envelope.placement().value(),
                PlacementRule.of(change) == PlacementRule.GRANTS,
                change.getClass().getSimpleName(),
                CommandArguments.digestOf(change));
    }

    private boolean isKnown(GuardRecord.Term term) {
        return term.epoch().equals(memory.epoch())
                && term.databaseId().equals(memory.databaseId())
                && term.journalSequence() == memory.journalSequence();
    }

    /** Whether the record is durable and applied; if not, the log is given up. */
    private boolean appended(GuardRecord record) {
        if (!failure.isEmpty()) {
            return false;
        }
        try {
            rewriteIfMostlyHistory();
            log.append(GuardRecordFormat.encode(record));
            recordsInLog++;
            memory.apply(record);
            return true;
        } catch (KvmherdException e) {
            failure = "the guard's log cannot be written (" + e.getMessage()
                    + "); nothing is changed on this host until its agent was restarted with a working log";
            return false;
        }
    }

    private void rewriteIfMostlyHistory() {
        int live = 2 + memory.guestCount() + 2 * memory.stepCount();
        if (recordsInLog <= 2 * live + GuardLimits.HISTORY_RECORDS) {
            return;
        }
        List<byte[]> records =
                memory.liveRecords().stream().map(GuardRecordFormat::encode).toList();
        log.rewrite(records);
        recordsInLog = records.size();
    }
}
