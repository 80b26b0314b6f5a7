package io.kvmherd.common.api;

import io.kvmherd.common.model.ManagementMode;
import java.util.Optional;

/**
 * What is to be set for the cluster or a host; what is left out stays as it is.
 *
 * @param reason why, for those who read it later; empty if missing
 */
public record SettingsRequest(Optional<ManagementMode> mode, String reason) {}
