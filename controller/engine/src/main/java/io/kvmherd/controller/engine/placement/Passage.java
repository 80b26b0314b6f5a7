package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.SharedStorage;

/** A guest's way between two hosts. */
record Passage(GuestSpec spec, HostView from, HostView to, SharedStorage storage) {}
