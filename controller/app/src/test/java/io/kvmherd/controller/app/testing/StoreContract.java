package io.kvmherd.controller.app.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.AccessRole;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.EvacuationPolicy;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.MigrationLimits;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.model.OutsideChange;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.PlanId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.Wish;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.controller.app.port.Store;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.port.StoredState;
import io.kvmherd.controller.app.state.Adoption;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.ClusterRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.Fingerprint;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.HostRecord;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.LastFound;
import io.kvmherd.controller.app.state.Lineage;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.state.PlanRecord;
import io.kvmherd.controller.app.state.TokenRecord;
import io.kvmherd.controller.app.step.AppLimits;
import io.kvmherd.controller.engine.operation.OperationKind;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.outside.Appearance;
import io.kvmherd.controller.engine.plan.Move;
import io.kvmherd.controller.engine.plan.Plan;
import io.kvmherd.controller.engine.testing.GuestMaker;
import io.kvmherd.controller.engine.view.SharedStorage.HostPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store must do. Extend it and give it an empty store; {@link #reopened()} is the same data in a new process. */
public abstract class StoreContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final HostId H1 = new HostId("h1");
    private static final GuestId WEB = new GuestId(uuid(1));

    /** The store under test; the same one at each call until {@link #reopened()}. */
    protected abstract Store store();

    /** Closes the store and opens it again, as a restarted process would. */
    protected abstract Store reopened();

    private long journal;

    private Epoch epoch() {
        return store().takeEpoch(uuid(77));
    }

    private void commit(Epoch epoch, StoreWrite... writes) {
        journal++;
        store().commit(epoch, journal, List.of(writes));
    }

    @Test
    public void beginsEmptyWithADatabaseIdOfItsOwn() {
        StoredState stored = store().load();

        assertThat(stored.cluster()).isEqualTo(ClusterRecord.UNTOUCHED);
        assertThat(stored.hosts()).isEmpty();
        assertThat(stored.guests()).isEmpty();
        assertThat(stored.operations()).isEmpty();
        assertThat(stored.plans()).isEmpty();
        assertThat(stored.idempotency()).isEmpty();
        assertThat(stored.proved()).isEmpty();
        assertThat(stored.journalSequence()).isZero();
        assertThat(stored.eventSequence()).isZero();
        assertThat(reopened().load().databaseId()).isEqualTo(stored.databaseId());
    }

    @Test
    public void forgetsARemovedHostAndWhatWasProvedWithIt() {
        Epoch epoch = epoch();
        commit(
                epoch,
                new StoreWrite.PutHost(host()),
                new StoreWrite.PutProof("shared", HostPair.of(H1, new HostId("h2"))));

        commit(epoch, new StoreWrite.RemoveHost(H1));

        assertThat(reopened().load().hosts()).isEmpty();
        assertThat(reopened().load().proved().values()).allMatch(List::isEmpty);
    }

    @Test
    public void keepsWhatIsSetForTheCluster() {
        ClusterRecord observed = ClusterRecord.UNTOUCHED
                .withMode(ManagementMode.OBSERVE)
                .removing(H1)
                .migratingBy(Optional.of(MigrationPolicy.GENTLE));

        commit(epoch(), new StoreWrite.PutCluster(observed));

        assertThat(reopened().load().cluster()).isEqualTo(observed);
    }

    @Test
    public void takesAHigherEpochEachTimeAlsoAfterAReopening() {
        Epoch first = epoch();
        Epoch second = store().takeEpoch(uuid(78));
        Epoch third = reopened().takeEpoch(uuid(79));

        assertThat(second.number()).isGreaterThan(first.number());
        assertThat(third.number()).isGreaterThan(second.number());
        assertThat(third.incarnation()).isEqualTo(uuid(79));
    }

    @Test
    public void remembersTheTermsInWhichItWasWrittenAndWhereEachBegan() {
        Epoch first = epoch();
        commit(first, new StoreWrite.PutHost(host()));
        long end = store().load().journalSequence();
        Epoch second = store().takeEpoch(uuid(78));

        assertThat(reopened().load().lineage().terms())
                .containsExactly(new Lineage.Term(first, 0), new Lineage.Term(second, end));
    }

    @Test
    public void refusesACommitUnderAnOlderEpochAndWritesNothingOfIt() {
        Epoch old = epoch();
        store().takeEpoch(uuid(78));

        assertThatThrownBy(() -> commit(old, new StoreWrite.PutHost(host())))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(store().load().hosts()).isEmpty();
    }

    @Test
    public void refusesTheNewestNumberUnderAnotherIncarnation() {
        Epoch taken = epoch();

        assertThatThrownBy(() -> commit(new Epoch(taken.number(), uuid(5)), new StoreWrite.PutHost(host())))
                .isInstanceOf(KvmherdException.class);
    }

    @Test
    public void loadsThePlanOfAnOpenEvacuationHoweverOldItIsAndHoweverManyAreNewer() {
        Epoch epoch = epoch();
        PlanRecord followed = plan(20, NOON.minusSeconds(7_200));
        OperationRecord evacuation = operation(10, Optional.empty()).planned(followed.id());
        commit(epoch, new StoreWrite.PutPlan(followed), new StoreWrite.PutOperation(evacuation));
        for (int number = 1; number <= AppLimits.PLANS_KEPT + 1; number++) {
            commit(epoch, new StoreWrite.PutPlan(plan(100 + number, NOON.plusSeconds(number))));
        }

        Store again = reopened();
        again.takeEpoch(uuid(78));

        assertThat(again.load().plans()).contains(followed);
    }

    @Test
    public void keepsEverythingThatWasCommitted() {
        Epoch epoch = epoch();
        GuestRecord guest = guest();
        OperationRecord operation = operation(10, Optional.of(WEB));
        PlanRecord plan = plan();
        IdempotencyRecord accepted =
                new IdempotencyRecord("root", "key", new Fingerprint("POST", "path", "body"), operation.id(), NOON);
        HostPair pair = HostPair.of(H1, new HostId("h2"));

        commit(
                epoch,
                new StoreWrite.PutHost(host()),
                new StoreWrite.PutGuest(guest),
                new StoreWrite.PutPlan(plan),
                new StoreWrite.PutOperation(operation),
                new StoreWrite.PutIdempotency(accepted),
                new StoreWrite.PutProof("shared", pair),
                new StoreWrite.AppendEvent(event(1)),
                new StoreWrite.AppendAudit(audit("create")));

        StoredState stored = reopened().load();
        assertThat(stored.hosts()).containsExactly(host());
        assertThat(stored.guests()).containsExactly(guest);
        assertThat(stored.operations()).containsExactly(operation);
        assertThat(stored.plans()).containsExactly(plan);
        assertThat(stored.idempotency()).containsExactly(accepted);
        assertThat(stored.proved().get("shared")).containsExactly(pair);
        assertThat(stored.journalSequence()).isEqualTo(1);
        assertThat(stored.eventSequence()).isEqualTo(1);
    }

    @Test
    public void replacesWhatIsPutAgain() {
        Epoch epoch = epoch();
        OperationRecord operation = operation(10, Optional.of(WEB));
        commit(
                epoch,
                new StoreWrite.PutHost(host()),
                new StoreWrite.PutGuest(guest()),
                new StoreWrite.PutOperation(operation));

        HostRecord cordoned = host().withDuty(HostDuty.CORDONED, "maintenance");
        GuestRecord moved = guest().ownedBy(new HostId("h2"), new PlacementGeneration(2));
        OperationRecord ended = operation
                .failing(
                        ErrorCode.INFEASIBLE,
                        "no",
                        List.of(Reason.of(ReasonCode.POOL_NOT_SHARED)
                                .with("pool", "p")
                                .with("needMib", 7)))
                .ended(OperationState.FAILED, NOON);
        commit(
                epoch,
                new StoreWrite.PutHost(cordoned),
                new StoreWrite.PutGuest(moved),
                new StoreWrite.PutOperation(ended));

        StoredState stored = store().load();
        assertThat(stored.hosts()).containsExactly(cordoned);
        assertThat(stored.guests()).containsExactly(moved);
        assertThat(stored.operations()).containsExactly(ended);
    }

    @Test
    public void forgetsAGuestThatIsRemovedAndKeepsItsOperations() {
        Epoch epoch = epoch();
        OperationRecord ended = operation(10, Optional.of(WEB)).ended(OperationState.SUCCEEDED, NOON);
        commit(epoch, new StoreWrite.PutGuest(guest()), new StoreWrite.PutOperation(ended));

        commit(epoch, new StoreWrite.RemoveGuest(WEB));

        assertThat(store().load().guests()).isEmpty();
        assertThat(store().load().operations()).containsExactly(ended);
    }

    @Test
    public void keepsTokensUntilTheyAreRemoved() {
        Epoch epoch = epoch();
        TokenRecord kept = new TokenRecord("console", AccessRole.ADMIN, "ab12", "root", NOON, NOON.plusSeconds(60));
        TokenRecord removed = new TokenRecord("backup", AccessRole.VIEWER, "cd34", "root", NOON, NOON.plusSeconds(60));
        commit(epoch, new StoreWrite.PutToken(kept), new StoreWrite.PutToken(removed));

        commit(epoch, new StoreWrite.RemoveToken("backup"));

        assertThat(reopened().load().tokens()).containsExactly(kept);
    }

    @Test
    public void refusesASecondOpenOperationOnTheSameGuestAndWritesNothingOfTheCommit() {
        Epoch epoch = epoch();
        OperationRecord first = operation(10, Optional.of(WEB));
        commit(epoch, new StoreWrite.PutGuest(guest()), new StoreWrite.PutOperation(first));

        assertThatThrownBy(() -> commit(
                        epoch,
                        new StoreWrite.PutHost(host()),
                        new StoreWrite.PutOperation(operation(11, Optional.of(WEB)))))
                .isInstanceOf(KvmherdException.class);

        assertThat(store().load().operations()).containsExactly(first);
        assertThat(store().load().hosts()).isEmpty();
        assertThat(store().load().journalSequence()).isEqualTo(1);
    }

    @Test
    public void takesTheNextOperationOnAGuestInTheCommitThatEndsTheOneBefore() {
        Epoch epoch = epoch();
        OperationRecord first = operation(10, Optional.of(WEB));
        OperationRecord second = operation(11, Optional.of(WEB));
        commit(epoch, new StoreWrite.PutGuest(guest()), new StoreWrite.PutOperation(first));

        commit(
                epoch,
                new StoreWrite.PutOperation(first.ended(OperationState.SUCCEEDED, NOON)),
                new StoreWrite.PutOperation(second));

        assertThat(store().load().operations()).hasSize(2).contains(second);
    }

    @Test
    public void takesManyOpenOperationsWithoutAGuest() {
        Epoch epoch = epoch();

        commit(
                epoch,
                new StoreWrite.PutOperation(operation(10, Optional.empty())),
                new StoreWrite.PutOperation(operation(11, Optional.empty())));

        assertThat(store().load().operations()).hasSize(2);
    }

    @Test
    public void findsWhatHasEndedLongAgo() {
        Epoch epoch = epoch();
        OperationRecord parent = operation(10, Optional.empty()).ended(OperationState.SUCCEEDED, NOON);
        List<OperationRecord> parts = List.of(partOf(parent, 11), partOf(parent, 12), partOf(parent, 13));
        OperationRecord open = operation(14, Optional.of(WEB));
        IdempotencyRecord accepted =
                new IdempotencyRecord("root", "key", new Fingerprint("POST", "path", "body"), parent.id(), NOON);
        commit(epoch, new StoreWrite.PutOperation(parent), new StoreWrite.PutOperation(open));
        parts.forEach(part -> commit(epoch, new StoreWrite.PutOperation(part)));
        commit(epoch, new StoreWrite.PutIdempotency(accepted));

        Store store = reopened();

        assertThat(store.operation(parent.id())).contains(parent);
        assertThat(store.operation(new OperationId(uuid(99)))).isEmpty();
        assertThat(store.endedBefore(parts.get(2).id(), 2)).containsExactly(parts.get(1), parts.get(0));
        assertThat(store.endedBefore(new OperationId(uuid(99)), 10)).hasSize(4).doesNotContain(open);
        assertThat(store.endedPartsAfter(parent.id(), parent.id(), 2)).containsExactly(parts.get(0), parts.get(1));
        assertThat(store.endedPartsAfter(parent.id(), parts.get(1).id(), 2)).containsExactly(parts.get(2));
        assertThat(store.accepted("root", "key")).contains(accepted);
        assertThat(store.accepted("uid-1000", "key")).isEmpty();
    }

    @Test
    public void givesEventsInOrderAfterASequence() {
        Epoch epoch = epoch();
        for (int number = 1; number <= 5; number++) {
            commit(epoch, new StoreWrite.AppendEvent(event(number)));
        }

        assertThat(store().eventsAfter(2, 2)).containsExactly(event(3), event(4));
        assertThat(store().eventsAfter(5, 10)).isEmpty();
    }

    @Test
    public void givesAuditRowsNewestFirst() {
        Epoch epoch = epoch();
        commit(epoch, new StoreWrite.AppendAudit(audit("first")));
        commit(epoch, new StoreWrite.AppendAudit(audit("second")), new StoreWrite.AppendAudit(audit("third")));

        assertThat(store().audit(2)).extracting(AuditRecord::action).containsExactly("third", "second");
    }

    private static UUID uuid(long number) {
        return new UUID((number << 16) | 0x7000L, 0x8000_0000_0000_0000L);
    }

    private static HostRecord host() {
        return new HostRecord(
                H1,
                HostDuty.ACTIVE,
                "",
                Optional.empty(),
                Optional.of(new FakeHost("h1", CpuVendor.INTEL, 4_096).facts()),
                Optional.of(new HostGeneration("boot", 3)),
                NOON,
                Optional.of(ManagementMode.OBSERVE),
                Optional.of(new HostRecord.Maintenance(new OperationId(uuid(9)), true)),
                Optional.of(new MigrationLimits(OptionalInt.of(4), OptionalInt.empty())));
    }

    private static GuestRecord guest() {
        return new GuestRecord(
                WEB,
                new GuestMaker("web").disk("shared").labels("ssd").spec(),
                Wish.RUNNING,
                Optional.of(H1),
                PlacementGeneration.FIRST,
                NOON,
                Optional.of(new LastFound(H1, Appearance.OFF, "web")),
                List.of(new OutsideChange(OutsideChange.What.SHUT_DOWN, H1, NOON, "", false)),
                Optional.of(new Adoption(NOON, true, List.of(), StartsWithHost.ASKED)),
                true,
                Optional.of(OwnStart.LOCKED),
                Optional.of(EvacuationPolicy.STAY),
                Optional.of(SampleDefinitions.edited()));
    }

    private static OperationRecord operation(long id, Optional<GuestId> guest) {
        OperationKind kind = guest.isPresent() ? OperationKind.MIGRATE : OperationKind.EVACUATE;
        return new OperationRecord(
                new OperationId(uuid(id)),
                kind,
                guest,
                Optional.of(H1),
                guest.map(moved -> new HostId("h2")),
                PlacementGeneration.FIRST,
                OperationState.RUNNING,
                kind.firstPhase(),
                1,
                2,
                true,
                Optional.empty(),
                Optional.empty(),
                0,
                "root",
                "a \"reason\" with ünïcode",
                NOON,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                guest.isPresent() ? List.of() : List.of(H1, new HostId("h2")));
    }

    private static OperationRecord partOf(OperationRecord parent, long id) {
        OperationRecord whole = operation(id, Optional.of(WEB));
        return new OperationRecord(
                whole.id(),
                whole.kind(),
                whole.guest(),
                whole.host(),
                whole.destination(),
                whole.placement(),
                OperationState.SUCCEEDED,
                whole.phase(),
                1,
                2,
                false,
                Optional.of(parent.id()),
                Optional.empty(),
                0,
                "root",
                "",
                NOON,
                Optional.of(NOON),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private static PlanRecord plan() {
        return plan(20, NOON);
    }

    private static PlanRecord plan(long id, Instant at) {
        Plan plan = new Plan(
                List.of(new Plan.Step(1, new Move(WEB, H1, new HostId("h2")), List.of(), 2_048, 21)),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Plan.Headroom(H1, 2_148, 0, 32_768)),
                21);
        return new PlanRecord(
                new PlanId(uuid(id)),
                PlanRecord.Purpose.EVACUATE,
                Optional.of(H1),
                plan,
                7,
                at,
                at.plusSeconds(900),
                Optional.empty(),
                List.of(H1));
    }

    private static EventRecord event(long sequence) {
        return new EventRecord(
                sequence,
                NOON,
                EventRecord.What.GUEST_MOVED,
                Optional.of(H1),
                Optional.of(WEB),
                Optional.of(new OperationId(uuid(10))),
                new TreeMap<>(Map.of("to", "h2")));
    }

    private static AuditRecord audit(String action) {
        return new AuditRecord(
                NOON, "root", action, "web", "because", "accepted", Optional.of(new OperationId(uuid(10))));
    }
}
