package io.kvmherd.agent.worker;

import static org.awaitility.Awaitility.await;

import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.LinkMessage.CommandAnswer;
import io.kvmherd.common.protocol.LinkMessage.FromAgent;
import io.kvmherd.common.protocol.LinkMessage.Inventory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A controller that notes what it is told. */
final class RecordedController implements Outbound {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<FromAgent> heard = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;
    private volatile Runnable whenInventoryComes = () -> {};

    @Override
    public void send(FromAgent message) {
        heard.add(message);
        if (message instanceof Inventory) {
            whenInventoryComes.run();
        }
    }

    /** Something that happens while the inventory is on its way. */
    void whenInventoryComes(Runnable happening) {
        whenInventoryComes = happening;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void end(String why) {
        open = false;
    }

    List<FromAgent> heard() {
        return heard;
    }

    /** Waits for the first message of the type. */
    <T extends FromAgent> T hear(Class<T> type) {
        return hear(type, message -> true);
    }

    <T extends FromAgent> T hear(Class<T> type, Predicate<T> wanted) {
        await().atMost(PATIENCE).until(() -> find(type, wanted).isPresent());
        return find(type, wanted).orElseThrow();
    }

    /** Waits for the answer to a step. */
    CommandResult answerTo(int step) {
        return hear(CommandAnswer.class, answer -> answer.step() == step).result();
    }

    private <T extends FromAgent> Optional<T> find(Class<T> type, Predicate<T> wanted) {
        return heard.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(wanted)
                .findFirst();
    }
}
