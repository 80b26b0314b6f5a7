package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.engine.operation.OperationKind;
import java.util.Optional;

/**
 * One guest's creation, start, shutdown, stop, deletion or release as it was planned.
 *
 * @param kind CREATE or DEFINE, START, SHUT_DOWN, STOP, DELETE, RELOCATE, GIVE_BACK, REDEFINE
 * @param guest empty for one that does not exist yet
 * @param host where it happens
 * @param spec of a guest that does not exist yet
 * @param to where its definition goes
 */
public record LifeCycleStep(
        OperationKind kind,
        Optional<GuestId> guest,
        String guestName,
        HostId host,
        Optional<GuestSpec> spec,
        Optional<HostId> to) {}
