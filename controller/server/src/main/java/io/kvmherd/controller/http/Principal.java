package io.kvmherd.controller.http;

import io.kvmherd.common.model.AccessRole;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param name for operations and the audit: a user of this machine, or "token NAME"
 * @param role what he may do
 * @param tokenHash of the token that proves it; empty for who needs none
 */
record Principal(String name, AccessRole role, Optional<String> tokenHash) {
    /** Whether the proof is still good: a token may be withdrawn, or end, while its holder listens. */
    boolean holdsIn(Snapshot snapshot) {
        return tokenHash.isEmpty()
                || snapshot.state().tokens().values().stream()
                        .anyMatch(token -> token.hash().equals(tokenHash.get())
                                && token.holdsAt(snapshot.now().wall()));
    }
}
