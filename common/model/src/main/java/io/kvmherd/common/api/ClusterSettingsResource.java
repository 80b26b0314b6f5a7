package io.kvmherd.common.api;

import io.kvmherd.common.model.ManagementMode;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.PolicySource;

/**
 * What operators set for the whole cluster.
 *
 * @param mode OBSERVE makes every host observed; MANAGE leaves it to each host and its agent
 * @param migration how far migrations may go of guests that have no policy of their own
 * @param migrationFrom CLUSTER where an operator set that, DEFAULT where the controller's configuration holds
 */
public record ClusterSettingsResource(ManagementMode mode, MigrationPolicy migration, PolicySource migrationFrom) {}
