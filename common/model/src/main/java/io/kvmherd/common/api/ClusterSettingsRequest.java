package io.kvmherd.common.api;

import io.kvmherd.common.model.ManagementMode;
import java.util.Optional;

/**
 * What is to be set for the cluster; what is left out stays as it is, and one that sets nothing is refused.
 *
 * @param migration how far migrations may go of guests that have no policy of their own
 * @param reason why, for those who read it later; empty if missing
 */
public record ClusterSettingsRequest(
        Optional<ManagementMode> mode, Optional<MigrationSetting> migration, String reason) {}
