package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.OperationId;
import java.time.Instant;
import java.util.Optional;

/**
 * Who asked for what, and whether it was accepted; one for each mutation, the denied ones too. What only an agent can accept
 * has two: that it was asked of its host, and what that said.
 */
public record AuditRecord(
        Instant at,
        String principal,
        String action,
        String object,
        String reason,
        String outcome,
        Optional<OperationId> operation) {

    /** The same request with what became of it by then. */
    public AuditRecord ended(Instant then, String became) {
        return new AuditRecord(then, principal, action, object, reason, became, operation);
    }
}
