package io.kvmherd.common.api;

import io.kvmherd.common.model.ManagementMode;

/**
 * What operators set for the whole cluster.
 *
 * @param mode OBSERVE makes every host observed; MANAGE leaves it to each host and its agent
 */
public record ClusterSettingsResource(ManagementMode mode) {}
