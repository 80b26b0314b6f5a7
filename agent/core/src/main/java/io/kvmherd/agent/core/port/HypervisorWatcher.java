package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestId;

/** Told by an adapter, on a thread of its own; must return at once and never throw. */
public interface HypervisorWatcher {
    /** Something about this guest changed; ask for it. */
    void guestChanged(GuestId guest);

    /** A connection was made; everything may have changed. */
    void connected();

    /** The connection was lost; nothing can be told until {@link #connected}. */
    void disconnected(String why);
}
