package io.kvmherd.cli.socket;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A connection to a Unix socket on which nothing waits for ever. A blocking channel cannot be given a time limit, so the
 * channel does not block and a selector does the waiting. For one thread.
 */
final class UnixBytes implements TimedBytes {
    private static final int BUFFER_BYTES = 16 * 1_024;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private Duration patience;

    private UnixBytes(SocketChannel channel, Selector selector, Duration patience) {
        this.channel = channel;
        this.selector = selector;
        this.patience = patience;
    }

    /**
     * Connects.
     *
     * @param patience longest wait for the next bytes, from either side
     * @throws KvmherdException UNREACHABLE when nobody listens there, DENIED when it may not be opened
     */
    static UnixBytes connect(Path socket, Duration patience) {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                Selector selector = Selector.open();
                channel.register(selector, 0);
                UnixBytes bytes = new UnixBytes(channel, selector, patience);
                if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                    bytes.await(SelectionKey.OP_CONNECT);
                    channel.finishConnect();
                }
                return bytes;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw cannotConnect(socket, e);
        }
    }

    @Override
    public void setPatience(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void write(byte[] bytes) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        try {
            while (left.hasRemaining()) {
                if (channel.write(left) == 0) {
                    await(SelectionKey.OP_WRITE);
                }
            }
        } catch (IOException e) {
            throw new KvmherdException(
                    ErrorCode.UNREACHABLE, "the connection broke while the request was sent: " + e.getMessage(), e);
        }
    }

    @Override
    public int read() {
        return received.hasRemaining() || fill() ? received.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (!received.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, received.remaining());
        received.get(into, offset, count);
        return count;
    }

    @Override
    public void close() {
        try (channel;
                selector) {
            received.limit(0);
        } catch (IOException e) {
            throw new KvmherdException(ErrorCode.UNREACHABLE, "the connection cannot be closed: " + e.getMessage(), e);
        }
    }

    private boolean fill() {
        try {
            received.clear();
            int count = channel.read(received);
            while (count == 0) {
                await(SelectionKey.OP_READ);
                count = channel.read(received);
            }
            received.flip();
            return count > 0;
        } catch (IOException e) {
            received.limit(0);
            throw new KvmherdException(
                    ErrorCode.UNREACHABLE, "the connection broke before the answer was complete: " + e.getMessage(), e);
        }
    }

    private void await(int interest) throws IOException {
        channel.keyFor(selector).interestOps(interest);
        int ready = selector.select(Math.max(1, patience.toMillis()));
        selector.selectedKeys().clear();
        if (ready == 0) {
            received.limit(0);
            throw new KvmherdException(
                    ErrorCode.UNREACHABLE, "nothing came for " + patience.toMillis() + " ms although it is connected");
        }
    }

    private static KvmherdException cannotConnect(Path socket, IOException cause) {
        if (!Files.exists(socket)) {
            return new KvmherdException(ErrorCode.UNREACHABLE, "there is no socket " + socket, cause);
        }
        if (cause instanceof AccessDeniedException || !Files.isWritable(socket)) {
            return new KvmherdException(
                    ErrorCode.DENIED, "you may not open " + socket + ": it is for root and group kvmherd", cause);
        }
        return new KvmherdException(ErrorCode.UNREACHABLE, "nobody listens on " + socket, cause);
    }
}
