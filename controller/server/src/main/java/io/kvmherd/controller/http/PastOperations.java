package io.kvmherd.controller.http;

import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.OperationId;
import io.kvmherd.controller.app.port.Archive;
import io.kvmherd.controller.app.request.Caller;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.OperationEntry;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.app.step.Repetition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Operations in memory and, where memory has them no longer, in the archive. What memory says goes first: it is the same or
 * newer. Every method may block for the disk, so none of them is called on an event loop.
 */
record PastOperations(Archive archive) {
    Optional<OperationRecord> find(ControllerState state, OperationId id) {
        OperationEntry entry = state.operations().get(id);
        return entry == null ? archive.operation(id) : Optional.of(entry.record());
    }

    /** Parts of an operation, in the order of its plan. */
    List<OperationId> partsOf(Snapshot snapshot, OperationRecord parent) {
        if (!parent.kind().isParent()) {
            return List.of();
        }
        List<OperationRecord> ended =
                parent.isOpen() ? List.of() : archive.endedPartsAfter(parent.id(), parent.id(), Limits.PAGE_ENTRIES);
        return together(snapshot, ended, record -> record.parent().equals(Optional.of(parent.id()))).stream()
                .map(OperationRecord::id)
                .sorted()
                .toList();
    }

    /**
     * A part of the list at least as long as the page, if there is so much. The newest ended operations are all in memory
     * and more of them than a page has, so only a page that goes on from another one needs the archive.
     *
     * @param parent whose parts are wanted, in the order of its plan; without it all are, newest first
     */
    List<OperationRecord> list(
            Snapshot snapshot, Page page, Optional<OperationId> parent, Predicate<OperationRecord> wanted) {
        Optional<OperationId> after = page.after().map(OperationId::of);
        int enough = page.limit() + 1;
        List<OperationRecord> ended = parent.map(id -> archive.endedPartsAfter(id, after.orElse(id), enough))
                .or(() -> after.map(id -> archive.endedBefore(id, enough)))
                .orElse(List.of());
        return together(snapshot, ended, wanted);
    }

    /** The answer to a request that was accepted before under the same key, by whom it may be repeated for a day. */
    Optional<Response> repeated(ControllerState state, Instant now, Caller caller) {
        return caller.idempotencyKey().isEmpty()
                ? Optional.empty()
                : archive.accepted(caller.principal(), caller.idempotencyKey())
                        .flatMap(accepted -> Repetition.of(caller, accepted, now, id -> find(state, id)));
    }

    private static List<OperationRecord> together(
            Snapshot snapshot, List<OperationRecord> archived, Predicate<OperationRecord> wanted) {
        List<OperationRecord> all = new ArrayList<>();
        snapshot.state().operations().values().stream()
                .map(OperationEntry::record)
                .filter(wanted)
                .forEach(all::add);
        archived.stream()
                .filter(wanted)
                .filter(record -> !snapshot.state().operations().containsKey(record.id()))
                .forEach(all::add);
        return all;
    }
}
