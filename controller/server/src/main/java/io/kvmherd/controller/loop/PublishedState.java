package io.kvmherd.controller.loop;

import io.kvmherd.controller.app.state.ControllerState;

/** The newest state whose writes are durable: what readers see. Safe from any thread. */
public final class PublishedState {
    private volatile ControllerState latest;

    public PublishedState(ControllerState first) {
        latest = first;
    }

    public ControllerState latest() {
        return latest;
    }

    void publish(ControllerState durable) {
        latest = durable;
    }
}
