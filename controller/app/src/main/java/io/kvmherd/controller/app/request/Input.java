package io.kvmherd.controller.app.request;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.LinkMessage;
import java.util.UUID;

/** One thing that the loop reacts to. */
public sealed interface Input {
    /** @param request under which the answer is expected */
    record RequestArrived(UUID request, Caller caller, Request body) implements Input {}

    /**
     * An agent's link was opened by a certificate for this host.
     *
     * @param link drawn by the adapter, never twice in one process
     */
    record LinkOpened(HostId host, long link) implements Input {}

    record LinkClosed(HostId host, long link) implements Input {}

    record MessageArrived(HostId host, long link, LinkMessage.FromAgent message) implements Input {}

    /** The newest report of a host; older ones that nobody took are gone. */
    record ReportArrived(HostReport report) implements Input {}

    /** Time passed; comes at least once a second. */
    record Tick() implements Input {}
}
