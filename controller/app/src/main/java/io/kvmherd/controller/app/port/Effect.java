package io.kvmherd.controller.app.port;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.controller.app.request.Response;
import io.kvmherd.controller.app.state.EventRecord;
import java.util.UUID;

/** Something to be done outside, after the writes of the same turn are durable; in order, at most once per turn. */
public sealed interface Effect {
    /** Sends on exactly this link; a link that is gone drops it, the operation notices by the link's end. */
    record Send(HostId host, long link, LinkMessage message) implements Effect {}

    /** Answers a request that waits. */
    record Answer(UUID request, Response response) implements Effect {}

    /** Tells those who watch. */
    record Publish(EventRecord event) implements Effect {}

    /** Closes a link whose host said something that it may not. */
    record CloseLink(HostId host, long link, String why) implements Effect {}
}
