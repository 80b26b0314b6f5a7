package io.kvmherd.controller.store;

import static io.kvmherd.controller.store.StoredSamples.AT;
import static io.kvmherd.controller.store.StoredSamples.H1;
import static io.kvmherd.controller.store.StoredSamples.H2;
import static io.kvmherd.controller.store.StoredSamples.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.port.StoreWrite.AppendAudit;
import io.kvmherd.controller.app.port.StoreWrite.AppendEvent;
import io.kvmherd.controller.app.port.StoreWrite.DropReservations;
import io.kvmherd.controller.app.port.StoreWrite.PutGuest;
import io.kvmherd.controller.app.port.StoreWrite.PutHost;
import io.kvmherd.controller.app.port.StoreWrite.PutIdempotency;
import io.kvmherd.controller.app.port.StoreWrite.PutOperation;
import io.kvmherd.controller.app.port.StoreWrite.PutPlan;
import io.kvmherd.controller.app.port.StoreWrite.PutProof;
import io.kvmherd.controller.app.port.StoreWrite.PutReservation;
import io.kvmherd.controller.app.port.StoreWrite.RemoveGuest;
import io.kvmherd.controller.app.port.StoredState;
import io.kvmherd.controller.app.state.AuditRecord;
import io.kvmherd.controller.app.state.EventRecord;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.step.AppLimits;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.view.SharedStorage.HostPair;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlStoreTest {
    private static final UUID ME = new UUID(0, 1);

    @TempDir
    Path folder;

    private SqlStore store;
    private Epoch epoch;
    private Instant now = AT;
    private long journal;

    @BeforeEach
    void open() {
        store = SqlStore.open(folder.resolve("data"), () -> now);
        epoch = store.takeEpoch(ME);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void givesBackEveryRecordAsItWasStored() {
        var operation = StoredSamples.operation(1, OperationState.RUNNING);
        var proof = HostPair.of(H2, H1);

        commit(
                new PutHost(StoredSamples.host()),
                new PutGuest(StoredSamples.guest(WEB, "web")),
                new PutOperation(operation),
                new PutReservation(StoredSamples.reservation(1)),
                new PutPlan(StoredSamples.plan()),
                new PutIdempotency(StoredSamples.accepted(AT)),
                new PutProof("images", proof),
                new AppendEvent(StoredSamples.event(1)),
                new AppendAudit(StoredSamples.audit("cordon")));
        StoredState stored = store.load();

        assertThat(stored.hosts()).containsExactly(StoredSamples.host());
        assertThat(stored.guests()).containsExactly(StoredSamples.guest(WEB, "web"));
        assertThat(stored.operations()).containsExactly(operation);
        assertThat(stored.plans()).containsExactly(StoredSamples.plan());
        assertThat(stored.idempotency()).containsExactly(StoredSamples.accepted(AT));
        assertThat(stored.proved()).containsEntry("images", List.of(proof));
        assertThat(stored.journalSequence()).isEqualTo(1);
        assertThat(stored.eventSequence()).isEqualTo(1);
        assertThat(store.eventsAfter(0, 10)).containsExactly(StoredSamples.event(1));
        assertThat(store.audit(10)).containsExactly(StoredSamples.audit("cordon"));
    }

    @Test
    void keepsItsIdentityAndItsRecordsWhenItIsOpenedAgain() {
        commit(new PutHost(StoredSamples.host()));
        StoredState before = store.load();

        reopen();

        assertThat(store.load()).isEqualTo(before);
    }

    @Test
    void countsTheEpochUpAtEveryTakeover() {
        reopen();
        Epoch second = store.takeEpoch(new UUID(0, 2));

        assertThat(epoch.number()).isEqualTo(1);
        assertThat(second).isEqualTo(new Epoch(2, new UUID(0, 2)));
    }

    @Test
    void refusesTheCommitOfAnOlderEpoch() {
        Epoch old = epoch;
        store.takeEpoch(new UUID(0, 2));

        assertThatThrownBy(() -> store.commit(old, 1, List.of(new PutHost(StoredSamples.host()))))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(store.load().hosts()).isEmpty();
    }

    @Test
    void refusesTheSameEpochOfAnotherIncarnation() {
        Epoch twin = new Epoch(epoch.number(), new UUID(0, 9));

        assertThatThrownBy(() -> store.commit(twin, 1, List.of())).hasMessageContaining("no longer the newest");
    }

    @Test
    void refusesASecondOpenOperationOnOneGuestAndWritesNothingOfThatCommit() {
        commit(new PutOperation(StoredSamples.operation(1, OperationState.RUNNING)));

        assertThatThrownBy(() -> commit(
                        new PutHost(StoredSamples.host()),
                        new PutOperation(StoredSamples.operation(2, OperationState.QUEUED))))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FAILED));
        assertThat(store.load().hosts()).isEmpty();
        assertThat(store.load().journalSequence()).isEqualTo(1);
    }

    @Test
    void takesTheNextOperationOnAGuestInTheCommitThatEndsTheFirst() {
        commit(new PutOperation(StoredSamples.operation(1, OperationState.RUNNING)));

        commit(
                new PutOperation(StoredSamples.operation(1, OperationState.SUCCEEDED)),
                new PutOperation(StoredSamples.operation(2, OperationState.QUEUED)));

        assertThat(store.load().operations())
                .containsExactly(
                        StoredSamples.operation(2, OperationState.QUEUED),
                        StoredSamples.operation(1, OperationState.SUCCEEDED));
    }

    @Test
    void takesAReservationWrittenBeforeItsOperation() {
        commit(
                new PutReservation(StoredSamples.reservation(1)),
                new PutOperation(StoredSamples.operation(1, OperationState.QUEUED)));
        commit(new DropReservations(StoredSamples.operationId(1)));

        assertThat(store.load().operations()).hasSize(1);
    }

    @Test
    void refusesAReservationOfNoOperation() {
        assertThatThrownBy(() -> commit(new PutReservation(StoredSamples.reservation(1))))
                .hasMessageContaining("FOREIGN KEY");
    }

    @Test
    void refusesTwoGuestsOfOneName() {
        commit(new PutGuest(StoredSamples.guest(WEB, "web")));

        assertThatThrownBy(() -> commit(new PutGuest(StoredSamples.guest(new GuestId(new UUID(0, 5)), "web"))))
                .hasMessageContaining("UNIQUE");
    }

    @Test
    void forgetsARemovedGuest() {
        commit(new PutGuest(StoredSamples.guest(WEB, "web")));
        commit(new RemoveGuest(WEB));

        assertThat(store.load().guests()).isEmpty();
    }

    @Test
    void refusesAJournalThatGoesBack() {
        commit(new PutHost(StoredSamples.host()));

        assertThatThrownBy(() -> store.commit(epoch, 1, List.of())).hasMessageContaining("Journal entry 1");
    }

    @Test
    void isHeldByOneProcessAndSaysWhatToDo() {
        assertThatThrownBy(() -> SqlStore.open(folder.resolve("data"), () -> now))
                .isInstanceOfSatisfying(KvmherdException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
                    assertThat(String.valueOf(e.getMessage()).lines()).hasSize(3);
                });
    }

    @Test
    void forgetsAcceptedRequestsAfterADayAndPlansAfterTheyExpired() {
        commit(
                new PutPlan(StoredSamples.plan()),
                new PutIdempotency(StoredSamples.accepted(AT)),
                new PutIdempotency(StoredSamples.accepted(AT.plusSeconds(60))));
        now = AT.plus(Duration.ofHours(24)).plusSeconds(1);

        reopen();
        store.takeEpoch(ME);

        assertThat(store.load().idempotency()).containsExactly(StoredSamples.accepted(AT.plusSeconds(60)));
        assertThat(store.load().plans()).isEmpty();
    }

    @Test
    void keepsThePlanOfAnOpenEvacuationHoweverOldItIsAndHoweverManyAreNewer() {
        OperationRecord evacuation = StoredSamples.operation(1, OperationState.RUNNING)
                .planned(StoredSamples.plan().id());
        commit(new PutOperation(evacuation), new PutPlan(StoredSamples.plan()));
        now = AT.plus(Duration.ofHours(2));
        for (int number = 1; number <= AppLimits.PLANS_KEPT + 1; number++) {
            commit(new PutPlan(StoredSamples.plan(10 + number, now)));
        }

        reopen();
        store.takeEpoch(ME);

        assertThat(store.load().plans()).hasSize(AppLimits.PLANS_KEPT + 1).contains(StoredSamples.plan());
    }

    @Test
    void readsEventsInPages() {
        List<StoreWrite> writes = new ArrayList<>();
        for (long sequence = 1; sequence <= 5; sequence++) {
            writes.add(new AppendEvent(StoredSamples.event(sequence)));
        }
        commit(writes.toArray(StoreWrite[]::new));

        assertThat(store.eventsAfter(1, 2)).extracting(EventRecord::sequence).containsExactly(2L, 3L);
    }

    @Test
    void forgetsTheOldestAuditRowsByNumberAndByAge() {
        Instant late = AT.plus(Duration.ofDays(30));
        AuditRetention little = new AuditRetention(Duration.ofDays(10), 2);
        commit(audit("first", late), audit("second", late), audit("third", late));

        reopen(little);
        List<String> afterRows = actions();
        now = late.plus(Duration.ofDays(11));
        reopen(little);

        assertThat(afterRows).containsExactly("third", "second");
        assertThat(actions()).isEmpty();
    }

    private static AppendAudit audit(String action, Instant at) {
        return new AppendAudit(new AuditRecord(at, "root", action, "web", "", "accepted", Optional.empty()));
    }

    private List<String> actions() {
        return store.audit(10).stream().map(AuditRecord::action).toList();
    }

    private void reopen(AuditRetention retention) {
        store.close();
        store = SqlStore.open(folder.resolve("data"), () -> now, retention);
        epoch = store.takeEpoch(ME);
    }

    private void commit(StoreWrite... writes) {
        store.commit(epoch, journal + 1, List.of(writes));
        journal++;
    }

    private void reopen() {
        store.close();
        store = SqlStore.open(folder.resolve("data"), () -> now);
    }
}
