package io.kvmherd.cli.command;

import io.kvmherd.common.model.RestoreScope;
import java.util.Optional;

/** Which guests come back to a host that takes guests again. */
enum Restoring {
    /** They stay where they are. */
    NONE(Optional.empty()),
    ALL(Optional.of(RestoreScope.ALL)),
    SMART(Optional.of(RestoreScope.SMART)),
    HA(Optional.of(RestoreScope.HA));

    private final Optional<RestoreScope> scope;

    Restoring(Optional<RestoreScope> scope) {
        this.scope = scope;
    }

    Optional<RestoreScope> scope() {
        return scope;
    }
}
