package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostId;

/** A host: what lasts and what is seen. */
public record HostEntry(HostRecord record, HostPresence presence) {
    public HostId id() {
        return record.id();
    }

    /** Whether commands can be sent: linked and inventoried under this controller's epoch. */
    public boolean takesCommands() {
        return presence.link().isPresent() && presence.inventoried();
    }

    public HostEntry with(HostRecord newRecord) {
        return new HostEntry(newRecord, presence);
    }

    public HostEntry with(HostPresence newPresence) {
        return new HostEntry(record, newPresence);
    }
}
