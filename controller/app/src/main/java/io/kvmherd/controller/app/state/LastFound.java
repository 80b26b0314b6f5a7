package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.engine.outside.Appearance;

/**
 * How a guest was last found on the host that owns it. Kept, so that what was done while no controller looked is noticed
 * as well.
 *
 * @param name the domain's name there; the last known one when the guest is absent
 */
public record LastFound(HostId host, Appearance appearance, String name) {}
