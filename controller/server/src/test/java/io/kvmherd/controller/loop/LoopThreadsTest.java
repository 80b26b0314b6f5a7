package io.kvmherd.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.model.HostDuty;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Input;
import io.kvmherd.controller.app.request.Request;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.store.SqlStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoopThreadsTest {
    private static final Caller ROOT = Caller.withoutKey("root");

    @TempDir
    Path folder;

    private final EchoBehaviour behaviour = new EchoBehaviour();
    private final Inbox inbox = new Inbox();
    private final UuidV7 ids = new UuidV7(() -> 1_000);
    private final RequestDesk desk = new RequestDesk(inbox, ids, 20_000);
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private SqlStore files;
    private HeldStore store;
    private PublishedState published;
    private LoopThreads threads;

    @BeforeEach
    void start() {
        files = SqlStore.open(folder, () -> Instant.EPOCH);
        store = new HeldStore(files);
        published = new PublishedState(EchoBehaviour.first(store.takeEpoch(new UUID(0, 1))));
        threads = new LoopThreads(
                new LoopThreads.Machinery(behaviour, store, MomentSource.system(), ids),
                inbox,
                desk,
                published,
                new EffectRunner(new NoLinks(), desk, event -> {}, new NoMeasurements()),
                new NoMeasurements(),
                failure::complete);
        threads.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        store.letThrough();
        threads.stop();
        files.close();
    }

    @Test
    void answersAndPublishesOnlyWhatIsDurable() throws Exception {
        CompletableFuture<Response> answer = cordon("h1");
        store.entered.await(10, TimeUnit.SECONDS);

        boolean answeredBefore = answer.isDone();
        long publishedBefore = published.latest().journalSequence();
        store.letThrough();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(new Response.GuestXml("h1"));
        assertThat(answeredBefore).isFalse();
        assertThat(publishedBefore).isZero();
        assertThat(published.latest().journalSequence()).isEqualTo(1);
        assertThat(files.load().hosts()).hasSize(1);
    }

    @Test
    void putsTheTurnsThatCameDuringACommitIntoOne() throws Exception {
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        answers.add(cordon("h0"));
        store.entered.await(10, TimeUnit.SECONDS);
        for (int i = 1; i <= 5; i++) {
            int expected = i + 1;
            answers.add(cordon("h" + i));
            await().until(() -> requestsSeen() == expected);
        }

        store.letThrough();
        for (CompletableFuture<Response> answer : answers) {
            answer.get(10, TimeUnit.SECONDS);
        }

        assertThat(store.commits).hasValue(2);
        assertThat(files.load().hosts()).hasSize(6);
        assertThat(files.load().journalSequence()).isEqualTo(6);
    }

    @Test
    void endsWithTheFirstCommitThatFailed() throws Exception {
        CompletableFuture<Response> answer = cordon("h1");
        store.breakDown();

        assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessage("the disk is full");
        assertThat(answer.get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Response.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNREACHABLE));
        assertThat(published.latest().journalSequence()).isZero();
        assertThat(threads.isRunning()).isFalse();
        assertThat(cordon("h2").get(10, TimeUnit.SECONDS)).isInstanceOf(Response.Refused.class);
    }

    @Test
    void endsWithAMistakeInTheProgram() throws Exception {
        store.letThrough();
        CompletableFuture<Response> answer =
                desk.submit(ROOT, new Request.SetDuty(new HostId("h1"), HostDuty.ACTIVE, EchoBehaviour.POISON));

        assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessage("a mistake in the program");
        assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(Response.Refused.class);
    }

    @Test
    void letsTimePassWithoutAnyInput() {
        await().until(() -> behaviour.turns.stream().flatMap(List::stream).anyMatch(Input.Tick.class::isInstance));
    }

    @Test
    void writesWhatItComputedBeforeItStops() throws Exception {
        CompletableFuture<Response> answer = cordon("h1");
        store.entered.await(10, TimeUnit.SECONDS);
        store.letThrough();

        threads.stop();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(new Response.GuestXml("h1"));
        assertThat(files.load().hosts()).hasSize(1);
    }

    private CompletableFuture<Response> cordon(String host) {
        return desk.submit(ROOT, new Request.SetDuty(new HostId(host), HostDuty.CORDONED, ""));
    }

    private long requestsSeen() {
        return behaviour.turns.stream()
                .flatMap(List::stream)
                .filter(Input.RequestArrived.class::isInstance)
                .count();
    }

    private static final class NoLinks implements CommandLinks {
        @Override
        public void send(HostId host, long link, LinkMessage message) {
            throw new AssertionError("nothing is sent here");
        }

        @Override
        public void close(HostId host, long link, String why) {
            throw new AssertionError("nothing is closed here");
        }
    }
}
