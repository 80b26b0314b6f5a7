package io.kvmherd.common.api;

import io.kvmherd.common.model.HostId;
import java.util.Optional;

/**
 * Body of a request to adopt guests that somebody else defined. Either one guest is named, or {@code all} is true.
 *
 * @param host the only host to look at; all if missing
 * @param guest name or id of the guest
 * @param all every guest that is not managed
 * @param carriesController whether a controller of this cluster runs in the guest; for one guest only
 * @param dryRun only look, and say what would become of each
 * @param reason why, for those who read it later
 */
public record AdoptRequest(
        Optional<HostId> host, String guest, boolean all, boolean carriesController, boolean dryRun, String reason) {}
