package io.kvmherd.controller.loop;

import io.kvmherd.common.model.HostId;
import io.kvmherd.common.protocol.LinkMessage;

/** The open command links. Nothing here waits; what cannot be sent is dropped, and its link is closed. */
public interface CommandLinks {
    void send(HostId host, long link, LinkMessage message);

    void close(HostId host, long link, String why);
}
