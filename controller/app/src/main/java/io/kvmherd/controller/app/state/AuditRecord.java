package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.OperationId;
import java.time.Instant;
import java.util.Optional;

/** Who asked for what, and whether it was accepted; one for each mutation, the denied ones too. */
public record AuditRecord(
        Instant at,
        String principal,
        String action,
        String object,
        String reason,
        String outcome,
        Optional<OperationId> operation) {}
