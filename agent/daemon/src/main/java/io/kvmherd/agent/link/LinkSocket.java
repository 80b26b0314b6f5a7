package io.kvmherd.agent.link;

import io.kvmherd.agent.worker.Conversation;
import io.kvmherd.agent.worker.Outbound;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.LinkMessage.FromAgent;
import io.kvmherd.common.runtime.codec.JsonCodec;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open connection to a controller, from its greeting to its end, which it tells exactly once. */
final class LinkSocket implements Outbound {
    private static final Logger LOG = LoggerFactory.getLogger(LinkSocket.class);

    /** Bytes that may wait to be sent; a controller that does not read is dialled anew. */
    private static final long OUTBOUND_BYTES = 4L * Limits.MESSAGE_BYTES;

    private final WebSocket socket;
    private final Conversation conversation;
    private final Consumer<String> onEnd;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicLong outboundBytes = new AtomicLong();
    private volatile long heardNanos = System.nanoTime();

    /** @param onEnd told why it ended, once */
    LinkSocket(WebSocket socket, Conversation conversation, Consumer<String> onEnd) {
        this.socket = socket;
        this.conversation = conversation;
        this.onEnd = onEnd;
    }

    void begin(Vertx vertx, LinkTimes times) {
        long timer = vertx.setPeriodic(times.pingMs(), tick -> beat(times));
        socket.textMessageHandler(text -> hear(text.getBytes(StandardCharsets.UTF_8)));
        socket.binaryMessageHandler(bytes -> hear(bytes.getBytes()));
        socket.pongHandler(pong -> heardNanos = System.nanoTime());
        socket.exceptionHandler(failure -> end("the connection failed: " + failure.getMessage()));
        socket.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            String reason = socket.closeReason();
            end(
                    reason == null || reason.isEmpty()
                            ? "the controller closed it"
                            : "the controller closed it: " + reason);
        });
        conversation.greet(this);
    }

    @Override
    public void send(FromAgent message) {
        if (!open.get()) {
            return;
        }
        byte[] bytes;
        try {
            bytes = JsonCodec.wire().write(message);
        } catch (KvmherdException e) {
            end("a message cannot be sent: " + e.getMessage());
            return;
        }
        if (outboundBytes.addAndGet(bytes.length) > OUTBOUND_BYTES) {
            end("more than " + OUTBOUND_BYTES + " bytes wait to be sent, the controller does not read");
            return;
        }
        socket.writeTextMessage(new String(bytes, StandardCharsets.UTF_8)).onComplete(done -> {
            outboundBytes.addAndGet(-bytes.length);
            if (done.failed()) {
                end("sending failed: " + done.cause().getMessage());
            }
        });
    }

    @Override
    public boolean isOpen() {
        return open.get();
    }

    @Override
    public void end(String why) {
        if (open.compareAndSet(true, false)) {
            conversation.ended(this);
            socket.close().onFailure(failure -> LOG.debug("it was closed already", failure));
            onEnd.accept(why);
        }
    }

    private void hear(byte[] bytes) {
        heardNanos = System.nanoTime();
        if (!open.get()) {
            return;
        }
        try {
            conversation.heard(JsonCodec.wire().read(bytes, LinkMessage.class), this);
        } catch (KvmherdException e) {
            end("a message cannot be read: " + e.getMessage());
        }
    }

    private void beat(LinkTimes times) {
        long silentMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heardNanos);
        if (silentMs > times.silenceMs()) {
            end("the controller was silent for " + silentMs + " ms");
        } else {
            socket.writePing(Buffer.buffer("beat"))
                    .onFailure(failure -> end("the connection failed: " + failure.getMessage()));
        }
    }

    static KvmherdException denied(String why) {
        return new KvmherdException(ErrorCode.DENIED, why);
    }
}
