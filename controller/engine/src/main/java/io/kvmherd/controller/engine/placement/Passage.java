package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.TlsPolicy;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import io.kvmherd.controller.engine.view.Reservation;
import io.kvmherd.controller.engine.view.SharedStorage;
import java.util.List;

/** A guest's way between two hosts. */
record Passage(
        GuestView guest,
        HostView from,
        HostView to,
        SharedStorage storage,
        List<Reservation> reservations,
        TlsPolicy tls) {}
