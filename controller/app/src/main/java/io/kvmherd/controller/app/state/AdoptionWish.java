package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostId;
import java.util.Optional;

/**
 * Which guests somebody wants to have adopted.
 *
 * @param host the only host to look at; empty for all
 * @param guest name or id; empty for all that are not managed
 * @param carriesController whether a controller of this cluster runs in the guest
 * @param dryRun whether it is only looked
 * @param reason in the operator's words; may be empty
 */
public record AdoptionWish(
        Optional<HostId> host, String guest, boolean carriesController, boolean dryRun, String reason) {
    public boolean wantsAll() {
        return guest.isEmpty();
    }

    /** For the audit. */
    public String object() {
        String whom = wantsAll() ? "all" : guest;
        return host.map(name -> whom + " on " + name).orElse(whom);
    }
}
