package io.kvmherd.common.api;

import io.kvmherd.common.model.ManagementMode;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be set for a host; what is left out stays as it is, and one that sets nothing is refused.
 *
 * @param migrationsOut live migrations that may leave it at a time; 0 is as the cluster says
 * @param migrationsIn live migrations that may arrive at a time; 0 is as the cluster says
 * @param reason why, for those who read it later; empty if missing
 */
public record HostSettingsRequest(
        Optional<ManagementMode> mode, OptionalInt migrationsOut, OptionalInt migrationsIn, String reason) {}
