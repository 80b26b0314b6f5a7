package io.kvmherd.controller.app.step;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.state.EventRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An event in the making: built by naming what it is about, then given its place in the stream. */
record Happening(
        EventRecord.What what,
        Optional<HostId> host,
        Optional<GuestId> guest,
        Optional<OperationId> operation,
        SortedMap<String, String> details) {

    static Happening of(EventRecord.What what) {
        return new Happening(what, Optional.empty(), Optional.empty(), Optional.empty(), new TreeMap<>());
    }

    Happening on(HostId id) {
        return new Happening(what, Optional.of(id), guest, operation, details);
    }

    Happening about(GuestId id) {
        return new Happening(what, host, Optional.of(id), operation, details);
    }

    Happening by(OperationId id) {
        return new Happening(what, host, guest, Optional.of(id), details);
    }

    Happening with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(details);
        more.put(name, value);
        return new Happening(what, host, guest, operation, more);
    }

    EventRecord at(long sequence, Instant instant) {
        return new EventRecord(sequence, instant, what, host, guest, operation, details);
    }
}
