package io.kvmherd.controller.loop;

import io.kvmherd.controller.app.state.EventRecord;

/** Those who watch. Nothing here waits; who cannot keep up is cut off and comes back with the last sequence it saw. */
@FunctionalInterface
public interface EventFeed {
    void publish(EventRecord event);
}
