package io.kvmherd.controller.http;

import io.kvmherd.common.api.CopyResource;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.app.state.OperationRecord;
import io.kvmherd.controller.engine.operation.OperationState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Disks that are copied along, as the API shows them. */
final class CopyResources {
    private static final long MIB = 1_024L * 1_024;

    private CopyResources() {}

    static CopyResource of(GuestDisk disk, OptionalLong freeMib) {
        return new CopyResource(disk.disk(), disk.pool(), disk.path(), Math.ceilDiv(disk.sizeBytes(), MIB), freeMib);
    }

    /**
     * Files that the end of a migration left: after a success the originals, which no guest uses; otherwise the copies where
     * they could not or must not be removed, because nobody knows which of the two is the newer one.
     */
    static List<String> leftBehind(OperationRecord operation) {
        boolean arrived = operation.state() == OperationState.SUCCEEDED;
        boolean kept = operation.state().isTerminal()
                && operation
                        .course()
                        .flatMap(course -> course.copy())
                        .filter(copy -> copy.kept())
                        .isPresent();
        Optional<HostId> host = arrived ? operation.host() : kept ? operation.destination() : Optional.empty();
        return host.map(where -> operation.copies().stream()
                        .map(disk -> where + ":" + disk.path())
                        .toList())
                .orElse(List.of());
    }
}
