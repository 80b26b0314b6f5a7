package io.kvmherd.common.api;

import java.util.Optional;

/**
 * Body of a request to set what holds for one guest; what is left out stays as it is. One that sets nothing is a mistake
 * and is refused.
 *
 * @param evacuation what evacuations do with it
 * @param migration how far its live migrations may go
 * @param reason why, for those who read it later; empty if missing
 */
public record GuestSettingsRequest(
        Optional<EvacuationSetting> evacuation, Optional<MigrationSetting> migration, String reason) {}
