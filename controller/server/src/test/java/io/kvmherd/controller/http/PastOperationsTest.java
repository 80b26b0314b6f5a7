package io.kvmherd.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.OperationId;
import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.Fingerprint;
import io.kvmherd.controller.app.state.IdempotencyRecord;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.step.ControllerStep;
import io.kvmherd.controller.app.step.Views;
import io.kvmherd.controller.engine.operation.OperationState;
import io.kvmherd.controller.engine.view.ClusterSettings;
import io.kvmherd.controller.store.SqlStore;
import io.kvmherd.controller.store.StoredSamples;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture is older than the database: what ended since is in the archive only, as what ended long ago is. */
final class PastOperationsTest {
    private static final Moment NOW = new Moment(1_000, StoredSamples.AT);
    private static final Fingerprint ASKED = new Fingerprint("POST", "path", "body");

    @TempDir
    Path folder;

    private SqlStore store;
    private PastOperations past;
    private Snapshot snapshot;

    @BeforeEach
    void fill() {
        store = SqlStore.open(folder.resolve("data"), () -> StoredSamples.AT);
        Epoch epoch = store.takeEpoch(new UUID(0, 1));
        store.commit(epoch, 1, List.of(put(8), put(9)));
        ControllerState state =
                ControllerStep.start(epoch, store.load(), ClusterSettings.DEFAULT, new TreeSet<>(), NOW);
        snapshot = new Snapshot(state, Views.of(state, NOW), NOW);
        store.commit(
                epoch,
                2,
                IntStream.rangeClosed(1, 7).mapToObj(PastOperationsTest::put).toList());
        IdempotencyRecord accepted =
                new IdempotencyRecord("root", "key", ASKED, StoredSamples.operationId(3), StoredSamples.AT);
        store.commit(epoch, 3, List.of(new StoreWrite.PutIdempotency(accepted)));
        past = new PastOperations(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void areFoundInTheArchive() {
        assertThat(past.find(snapshot.state(), StoredSamples.operationId(2))).contains(ended(2));
        assertThat(past.find(snapshot.state(), StoredSamples.operationId(99))).isEmpty();
    }

    @Test
    void followPageAfterPageWithoutGapOrRepetition() {
        Page second = new Page(3, Optional.of(StoredSamples.operationId(8).toString()));
        Page third = new Page(3, Optional.of(StoredSamples.operationId(5).toString()));

        assertThat(ids(second)).containsExactly(id(7), id(6), id(5));
        assertThat(ids(third)).containsExactly(id(4), id(3), id(2));
    }

    @Test
    void giveTheSameAnswerToARepeatedRequest() {
        Optional<Response> repeated =
                past.repeated(snapshot.state(), StoredSamples.AT, new Caller("root", "key", ASKED));

        assertThat(repeated).contains(new Response.Accepted(ended(3)));
    }

    @Test
    void giveNoneToARequestUnderANewKey() {
        assertThat(past.repeated(snapshot.state(), StoredSamples.AT, new Caller("root", "another", ASKED)))
                .isEmpty();
        assertThat(past.repeated(snapshot.state(), StoredSamples.AT, Caller.withoutKey("root")))
                .isEmpty();
    }

    private List<OperationId> ids(Page page) {
        List<OperationRecord> wanted = past.list(snapshot, page, Optional.empty(), operation -> true);
        return OperationResources.page(snapshot, wanted, true, page).items().stream()
                .map(operation -> operation.id())
                .toList();
    }

    private static OperationId id(int number) {
        return StoredSamples.operationId(number);
    }

    private static StoreWrite put(int number) {
        return new StoreWrite.PutOperation(ended(number));
    }

    private static OperationRecord ended(int number) {
        return StoredSamples.operation(number, OperationState.SUCCEEDED);
    }
}
