package io.kvmherd.controller.http;

import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.step.Views;
import io.kvmherd.controller.engine.view.SharedStorage.Trust;
import io.kvmherd.controller.loop.MomentSource;
import io.kvmherd.controller.loop.PublishedState;
import java.time.Instant;

/** Where pictures come from. A picture takes time to make, so it is made on worker threads; the sequence takes none. */
public record Snapshots(PublishedState published, MomentSource moments) {
    /**
     * As the controller itself asks where a guest could go: a declared pool counts, because each migration proves its
     * pools before anything moves.
     */
    Snapshot take() {
        ControllerState state = published.latest();
        Moment now = moments.now();
        return new Snapshot(state, Views.of(state, now).trusting(Trust.DECLARED), now);
    }

    /** The state alone, for what needs no picture of it. */
    ControllerState state() {
        return published.latest();
    }

    /** Whether an operation is known and has not ended. */
    boolean isOpen(OperationId operation) {
        OperationEntry known = state().operations().get(operation);
        return known != null && known.record().isOpen();
    }

    Instant wallTime() {
        return moments.now().wall();
    }

    /** Of the newest event that is durable. */
    long newestEvent() {
        return published.latest().eventSequence();
    }
}
