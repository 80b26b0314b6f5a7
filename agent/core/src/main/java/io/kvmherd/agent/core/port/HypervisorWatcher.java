package io.kvmherd.agent.core.port;

import io.kvmherd.common.model.GuestId;

/** Told by an adapter, on a thread of its own; must return at once and never throw. */
public interface HypervisorWatcher {
    /** Something about this guest changed; ask for it. */
    void guestChanged(GuestId guest);

    /** The guest goes back to a snapshot, perhaps the one that it rests on already; may be told at each step of that. */
    void guestReverts(GuestId guest);

    /** A connection was made; everything may have changed. */
    void connected();

    /** The connection was lost; nothing can be told until {@link #connected}. */
    void disconnected(String why);
}
