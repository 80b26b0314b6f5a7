package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.port.Effect;
import io.kvmherd.controller.app.port.IdSource;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostEntry;
import io.kvmherd.controller.app.state.HostPresence;
import io.kvmherd.controller.app.state.HostRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.InquiryEntry;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.state.SurveyEntry;
import io.kvmherd.controller.app.state.TokenRecord;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.SharedStorage;
import io.kvmherd.controller.engine.view.SharedStorage.HostPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * One turn in the making: the state as changed so far, the writes that make the changes last, and the effects that follow
 * them. Lives for one call of {@code ControllerStep.step}, on one thread.
 *
 * <p>A change and its write are made by the same method, so neither can be forgotten.
 */
final class Turn {
    private final ControllerState before;
    private final Moment now;
    private final IdSource ids;
    private final Draft<HostId, HostEntry> hosts;
    private final Draft<GuestId, GuestRecord> guests;
    private final Draft<OperationId, OperationEntry> operations;
    private final Draft<PlanId, PlanRecord> plans;
    private final Draft<String, IdempotencyRecord> idempotency;
    private final Draft<String, TokenRecord> tokens;
    private final Draft<OperationId, InquiryEntry> inquiries;
    private final Draft<UUID, SurveyEntry> surveys;
    private final List<StoreWrite> writes = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<EventRecord> newEvents = new ArrayList<>();
    private ClusterRecord cluster;
    private SharedStorage storage;
    private long commandSequence;
    private Optional<ClusterView> view = Optional.empty();

    Turn(ControllerState before, Moment now, IdSource ids) {
        this.before = before;
        this.now = now;
        this.ids = ids;
        hosts = new Draft<>(before.hosts());
        guests = new Draft<>(before.guests());
        operations = new Draft<>(before.operations());
        plans = new Draft<>(before.plans());
        idempotency = new Draft<>(before.idempotency());
        tokens = new Draft<>(before.tokens());
        inquiries = new Draft<>(before.inquiries());
        cluster = before.cluster();
        surveys = new Draft<>(before.surveys());
        storage = before.storage();
        commandSequence = before.commandSequence();
    }

    Moment now() {
        return now;
    }

    long nowMs() {
        return now.monotonicMs();
    }

    UUID newId() {
        return ids.next();
    }

    ControllerState.Identity identity() {
        return before.identity();
    }

    /** Before this turn. What it sends is stamped with its own when it ends, for then it is known whether it has one. */
    long journalSequence() {
        return before.journalSequence();
    }

    /** The picture with all changes of this turn so far. */
    ClusterView view() {
        if (view.isEmpty()) {
            view = Optional.of(Views.of(state(before.version()), now));
        }
        return view.get();
    }

    ClusterRecord cluster() {
        return cluster;
    }

    Optional<HostEntry> host(HostId id) {
        return hosts.get(id);
    }

    List<HostEntry> allHosts() {
        return List.copyOf(hosts.view().values());
    }

    Optional<GuestRecord> guest(GuestId id) {
        return guests.get(id);
    }

    /** By name, or by id where the text is one. */
    Optional<GuestRecord> guestCalled(String nameOrId) {
        return guests.view().values().stream()
                .filter(guest -> guest.spec().name().equals(nameOrId)
                        || guest.id().toString().equals(nameOrId))
                .findFirst();
    }

    List<GuestRecord> allGuests() {
        return List.copyOf(guests.view().values());
    }

    Optional<OperationEntry> operation(OperationId id) {
        return operations.get(id);
    }

    /** Open ones, and the ended ones that are still in memory. */
    List<OperationEntry> allOperations() {
        return List.copyOf(operations.view().values());
    }

    List<OperationEntry> openOperations() {
        return operations.view().values().stream()
                .filter(entry -> entry.record().isOpen())
                .toList();
    }

    /**
     * For going through all of them while each may change the others: every entry is looked up when its turn comes, one
     * that has ended meanwhile is left out.
     */
    Iterable<OperationEntry> openOperationsNow() {
        List<OperationId> open =
                openOperations().stream().map(entry -> entry.record().id()).toList();
        return () -> open.stream()
                .flatMap(id -> operation(id).stream())
                .filter(entry -> entry.record().isOpen())
                .iterator();
    }

    List<OperationEntry> childrenOf(OperationId parent) {
        return operations.view().values().stream()
                .filter(entry -> entry.record().parent().equals(Optional.of(parent)))
                .toList();
    }

    Optional<OperationEntry> operationOn(GuestId guest) {
        return operations.view().values().stream()
                .filter(entry ->
                        entry.record().isOpen() && entry.record().guest().equals(Optional.of(guest)))
                .findFirst();
    }

    Optional<PlanRecord> plan(PlanId id) {
        return plans.get(id);
    }

    SortedMap<OperationId, InquiryEntry> inquiries() {
        return inquiries.view();
    }

    void ask(OperationId id, InquiryEntry inquiry) {
        inquiries.put(id, inquiry);
    }

    void dropInquiry(OperationId id) {
        inquiries.remove(id);
    }

    List<SurveyEntry> surveys() {
        return List.copyOf(surveys.view().values());
    }

    void put(SurveyEntry survey) {
        surveys.put(survey.request(), survey);
    }

    void drop(SurveyEntry survey) {
        surveys.remove(survey.request());
    }

    SharedStorage storage() {
        return storage;
    }

    Optional<IdempotencyRecord> accepted(String key) {
        return idempotency.get(key);
    }

    void put(ClusterRecord changed) {
        cluster = changed;
        writes.add(new StoreWrite.PutCluster(changed));
        view = Optional.empty();
    }

    void put(HostRecord host) {
        HostEntry entry = hosts.get(host.id())
                .map(known -> known.with(host))
                .orElseGet(() -> new HostEntry(host, HostPresence.unseen(nowMs())));
        hosts.put(host.id(), entry);
        writes.add(new StoreWrite.PutHost(host));
        view = Optional.empty();
    }

    /** The host is unknown from here on, with all that was seen of it and proved with it. */
    void remove(HostRecord host) {
        hosts.remove(host.id());
        writes.add(new StoreWrite.RemoveHost(host.id()));
        forgetProofs(host.id());
    }

    /** Changes what is seen of a known host; nothing of it lasts. */
    void see(HostId host, HostPresence presence) {
        hosts.put(host, hosts.get(host).orElseThrow().with(presence));
        view = Optional.empty();
    }

    void put(GuestRecord guest) {
        guests.put(guest.id(), guest);
        writes.add(new StoreWrite.PutGuest(guest));
        view = Optional.empty();
    }

    void remove(GuestRecord guest) {
        guests.remove(guest.id());
        writes.add(new StoreWrite.RemoveGuest(guest.id()));
        view = Optional.empty();
    }

    /** A new operation, with all that it reserves. */
    void begin(OperationEntry operation) {
        put(operation);
        operation
                .record()
                .guest()
                .flatMap(this::guest)
                .ifPresent(guest -> Views.reservationsOf(operation.record(), guest)
                        .forEach(held -> writes.add(new StoreWrite.PutReservation(held))));
    }

    void put(OperationEntry operation) {
        operations.put(operation.record().id(), operation);
        writes.add(new StoreWrite.PutOperation(operation.record()));
        view = Optional.empty();
    }

    /** Changes what is known of an operation at the moment; nothing of it lasts. */
    void see(OperationEntry operation) {
        operations.put(operation.record().id(), operation);
    }

    void releaseReservations(OperationId operation) {
        writes.add(new StoreWrite.DropReservations(operation));
        view = Optional.empty();
    }

    void put(PlanRecord plan) {
        plans.put(plan.id(), plan);
        writes.add(new StoreWrite.PutPlan(plan));
    }

    void remember(String key, IdempotencyRecord accepted) {
        idempotency.put(key, accepted);
        writes.add(new StoreWrite.PutIdempotency(accepted));
    }

    Optional<TokenRecord> token(String name) {
        return tokens.get(name);
    }

    List<TokenRecord> allTokens() {
        return List.copyOf(tokens.view().values());
    }

    void put(TokenRecord token) {
        tokens.put(token.name(), token);
        writes.add(new StoreWrite.PutToken(token));
    }

    void remove(TokenRecord token) {
        tokens.remove(token.name());
        writes.add(new StoreWrite.RemoveToken(token.name()));
    }

    void prove(String pool, HostPair between) {
        SharedStorage proved = storage.withProof(pool, between);
        if (!proved.equals(storage)) {
            storage = proved;
            writes.add(new StoreWrite.PutProof(pool, between));
            view = Optional.empty();
        }
    }

    /** The host lives another life: what was proved with it before has to be proved again. */
    void forgetProofs(HostId host) {
        storage = storage.withoutProofsOf(host);
        view = Optional.empty();
    }

    void write(StoreWrite write) {
        writes.add(write);
    }

    void tell(Happening happening) {
        EventRecord event = happening.at(before.eventSequence() + newEvents.size() + 1, now.wall());
        newEvents.add(event);
        writes.add(new StoreWrite.AppendEvent(event));
        effects.add(new Effect.Publish(event));
    }

    /** Tells those who watch now; it is not kept. */
    void mention(Happening happening) {
        effects.add(new Effect.Publish(happening.at(0, now.wall())));
    }

    /** Answers a greeting: the only thing that is said before the host has acknowledged the epoch. */
    void greet(HostId host, long link, LinkMessage.ControllerHello hello) {
        effects.add(new Effect.Send(host, link, hello));
    }

    /** Sends on the host's open link; nothing is sent where there is none, or before it acknowledged the epoch. */
    void send(HostId host, LinkMessage message) {
        hosts.get(host)
                .filter(HostEntry::takesCommands)
                .flatMap(entry -> entry.presence().link())
                .ifPresent(link -> effects.add(new Effect.Send(host, link, message)));
    }

    void closeLink(HostId host, long link, String why) {
        effects.add(new Effect.CloseLink(host, link, why));
    }

    void answer(UUID request, Response response) {
        effects.add(new Effect.Answer(request, response));
    }

    long nextCommandSequence() {
        commandSequence++;
        return commandSequence;
    }

    StepResult finish() {
        Pruning.of(operations, plans, idempotency, now);
        boolean changed = !writes.isEmpty()
                || hosts.isChanged()
                || operations.isChanged()
                || inquiries.isChanged()
                || surveys.isChanged();
        ControllerState after = state(changed ? before.version() + 1 : before.version());
        return new StepResult(
                after,
                writes,
                effects.stream().map(effect -> JournalStamps.put(effect, after)).toList());
    }

    private ControllerState state(long version) {
        return new ControllerState(
                before.identity(),
                before.settings(),
                cluster,
                version,
                writes.isEmpty() ? before.journalSequence() : before.journalSequence() + 1,
                hosts.view(),
                guests.view(),
                operations.view(),
                plans.view(),
                idempotency.view(),
                inquiries.view(),
                surveys.view(),
                storage,
                tokens.view(),
                commandSequence,
                EventRecord.newest(AppLimits.EVENTS_KEPT, before.events(), newEvents),
                before.eventSequence() + newEvents.size());
    }
}
