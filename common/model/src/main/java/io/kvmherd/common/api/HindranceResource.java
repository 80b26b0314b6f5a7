package io.kvmherd.common.api;

import io.kvmherd.common.model.Hindrance;

/**
 * Something in an adopted guest's definition that is in the way of its live migrations.
 *
 * @param blocks whether no live migration is possible as long as it is there; otherwise it narrows where the guest can go
 */
public record HindranceResource(boolean blocks, ReasonResource reason) {
    public static HindranceResource of(Hindrance hindrance) {
        return new HindranceResource(hindrance.blocks(), ReasonResource.of(hindrance.reason()));
    }
}
