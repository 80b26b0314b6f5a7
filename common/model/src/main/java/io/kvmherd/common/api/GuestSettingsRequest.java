package io.kvmherd.common.api;

import io.kvmherd.common.model.EvacuationPolicy;
import java.util.Optional;

/**
 * Body of a request to set what holds for one guest.
 *
 * @param evacuation what evacuations do with it; as the cluster says if missing
 * @param reason why, for those who read it later; empty if missing
 */
public record GuestSettingsRequest(Optional<EvacuationPolicy> evacuation, String reason) {}
