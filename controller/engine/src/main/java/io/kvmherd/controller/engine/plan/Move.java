package io.kvmherd.controller.engine.plan;

import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;

/** One live migration that is wanted. */
public record Move(GuestId guest, HostId from, HostId to) {}
