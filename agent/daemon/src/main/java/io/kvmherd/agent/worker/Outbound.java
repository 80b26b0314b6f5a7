package io.kvmherd.agent.worker;

import io.kvmherd.common.protocol.LinkMessage.FromAgent;

/** The way to one controller. All methods return at once and may be called from any thread. */
public interface Outbound {
    /** Sends, or drops the message when the link is gone: whoever needs an answer asks again. */
    void send(FromAgent message);

    /** False from the moment on at which the link is gone. */
    boolean isOpen();

    /** Ends the link because of what came over it; it is made again. */
    void end(String why);
}
