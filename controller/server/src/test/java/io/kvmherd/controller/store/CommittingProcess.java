package io.kvmherd.controller.store;

import io.kvmherd.common.protocol.Epoch;
import io.kvmherd.controller.app.port.StoreWrite.AppendEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Commits event after event and says each sequence when its commit has returned, until it is killed. */
final class CommittingProcess {
    private static final long MOST = 1_000_000;

    private CommittingProcess() {}

    public static void main(String[] arguments) {
        SqlStore store = SqlStore.open(Path.of(arguments[0]), () -> Instant.EPOCH);
        Epoch epoch = store.takeEpoch(new UUID(0, 1));
        long first = store.load().eventSequence() + 1;
        for (long sequence = first; sequence < first + MOST; sequence++) {
            store.commit(
                    epoch, store.load().journalSequence() + 1, List.of(new AppendEvent(StoredSamples.event(sequence))));
            System.out.println("committed " + sequence);
            System.out.flush();
        }
    }
}
