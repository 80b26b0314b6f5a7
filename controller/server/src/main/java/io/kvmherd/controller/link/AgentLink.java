package io.kvmherd.controller.link;

import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.kvmherd.controller.loop.Inbox;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open link. It tells the loop when it begins, what it hears, and, exactly once, that it has ended. */
final class AgentLink {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLink.class);

    /** Bytes that may wait to be sent: some of the largest messages. */
    private static final long OUTBOUND_BYTES = 4L * Limits.MESSAGE_BYTES;

    /** A close frame carries at most 123 bytes of text. */
    private static final int CLOSE_TEXT = 120;

    private static final short GOING_AWAY = 1_001;
    private static final short POLICY_VIOLATION = 1_008;

    private final HostId host;
    private final long number;
    private final ServerWebSocket socket;
    private final Inbox inbox;
    private final Runnable onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong outboundBytes = new AtomicLong();
    private final long openedNanos = System.nanoTime();
    private volatile long heardNanos = openedNanos;
    private volatile boolean decided;

    /** @param onEnd run once, when it has ended for whatever reason */
    AgentLink(HostId host, long number, ServerWebSocket socket, Inbox inbox, Runnable onEnd) {
        this.host = host;
        this.number = number;
        this.socket = socket;
        this.inbox = inbox;
        this.onEnd = onEnd;
    }

    HostId host() {
        return host;
    }

    long number() {
        return number;
    }

    /** Begins to listen; on the socket's event loop. */
    void open(Vertx vertx, LinkSettings.Heartbeat heartbeat) {
        inbox.linkOpened(host, number);
        LOG.info("link {} of host {} is open from {}", number, host, socket.remoteAddress());
        socket.textMessageHandler(text -> hear(text.getBytes(StandardCharsets.UTF_8)));
        socket.binaryMessageHandler(bytes -> hear(bytes.getBytes()));
        socket.pongHandler(pong -> heardNanos = System.nanoTime());
        socket.exceptionHandler(failure -> cutOff("the connection failed: " + failure.getMessage()));
        long timer = vertx.setPeriodic(heartbeat.pingMs(), tick -> beat(heartbeat));
        socket.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            end("the agent closed it");
        });
    }

    /** Sends, or ends the link when it cannot. Safe from any thread. */
    void send(LinkMessage message) {
        if (ended.get()) {
            return;
        }
        String text;
        try {
            text = JsonCodec.wire().writeText(message);
        } catch (KvmherdException e) {
            dismiss("a message cannot be sent: " + e.getMessage());
            return;
        }
        long waiting = outboundBytes.addAndGet(text.length());
        if (waiting > OUTBOUND_BYTES) {
            refuse("more than " + OUTBOUND_BYTES + " bytes wait to be sent, the agent does not read");
            return;
        }
        socket.writeTextMessage(text).onComplete(done -> {
            outboundBytes.addAndGet(-text.length());
            if (done.failed()) {
                cutOff("sending failed: " + done.cause().getMessage());
            }
        });
    }

    /** Ends the link because of what the other side did. Safe from any thread. */
    void refuse(String why) {
        close(POLICY_VIOLATION, why);
    }

    /** Ends the link for a reason of this side's. Safe from any thread. */
    void dismiss(String why) {
        close(GOING_AWAY, why);
    }

    private void close(short code, String why) {
        end(why);
        socket.close(code, why.length() <= CLOSE_TEXT ? why : why.substring(0, CLOSE_TEXT))
                .onFailure(failure -> LOG.debug("link {} of host {} was closed already", number, host, failure));
    }

    /**
     * Without the closing words of the protocol: who is silent would not answer them, and nobody waits for this. A link that has
     * ended here must not stay open there, where pings would go on being answered: no other would be dialled.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void cutOff(String why) {
        end(why);
        if (socket instanceof WebSocketInternal internal) {
            internal.channelHandlerContext().close();
        }
    }

    private void end(String why) {
        if (ended.compareAndSet(false, true)) {
            LOG.info("link {} of host {} has ended: {}", number, host, why);
            onEnd.run();
            inbox.linkClosed(host, number);
        }
    }

    private void hear(byte[] bytes) {
        heardNanos = System.nanoTime();
        if (ended.get()) {
            return;
        }
        LinkMessage.FromAgent message;
        try {
            message = JsonCodec.wire().read(bytes, LinkMessage.FromAgent.class);
        } catch (KvmherdException e) {
            refuse("a message cannot be read: " + e.getMessage());
            return;
        }
        if (message instanceof LinkMessage.AgentGreeting greeting
                && !greeting.host().equals(host)) {
            refuse("the certificate is for host " + host + ", the greeting speaks for " + greeting.host());
            return;
        }
        if (message instanceof LinkMessage.Inventory || message instanceof LinkMessage.HelloRefused) {
            decided = true;
        }
        if (!inbox.message(host, number, message)) {
            refuse("more than " + Inbox.MESSAGES + " messages wait to be looked at");
        }
    }

    private void beat(LinkSettings.Heartbeat heartbeat) {
        if (millisecondsSince(heardNanos) > heartbeat.silenceMs()) {
            cutOff("silent for " + millisecondsSince(heardNanos) + " ms");
        } else if (!decided && millisecondsSince(openedNanos) > heartbeat.inventoryMs()) {
            refuse("the agent has not told what its host has within " + heartbeat.inventoryMs() + " ms");
        } else {
            socket.writePing(Buffer.buffer("beat"))
                    .onFailure(failure -> cutOff("the connection failed: " + failure.getMessage()));
        }
    }

    private static long millisecondsSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
