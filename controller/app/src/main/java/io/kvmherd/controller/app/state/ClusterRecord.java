package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.ManagementMode;
import java.util.Optional;

/**
 * What operators set for the whole cluster while it runs, as against what the controller's configuration says.
 *
 * @param wishedMode empty as long as nobody set it, which is MANAGE
 */
public record ClusterRecord(Optional<ManagementMode> wishedMode) {
    /** Nothing was set yet. */
    public static final ClusterRecord UNTOUCHED = new ClusterRecord(Optional.empty());

    public ManagementMode mode() {
        return wishedMode.orElse(ManagementMode.MANAGE);
    }

    public ClusterRecord withMode(ManagementMode newMode) {
        return new ClusterRecord(Optional.of(newMode));
    }
}
