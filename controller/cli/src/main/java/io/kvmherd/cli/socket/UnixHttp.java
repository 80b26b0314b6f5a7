package io.kvmherd.cli.socket;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Sends requests to the server behind a Unix socket. Blocking; any thread, each request has a connection of its own.
 *
 * @param socket the server's
 * @param patience longest wait for the next bytes of an answer
 */
public record UnixHttp(Path socket, Duration patience) {

    /**
     * Connects; nothing has been asked yet, so a failure here says that nothing was done.
     *
     * @throws io.kvmherd.common.failure.KvmherdException UNREACHABLE or DENIED
     */
    public Connection connect() {
        return new Connection(TimedBytes.connect(socket, patience));
    }

    /** A connection for one request. */
    public static final class Connection implements AutoCloseable {
        private final TimedBytes bytes;

        private Connection(TimedBytes bytes) {
            this.bytes = bytes;
        }

        /**
         * Asks and waits for the whole answer.
         *
         * @throws io.kvmherd.common.failure.KvmherdException UNREACHABLE when the answer does not come, and then nothing
         *     is known about what was done; MALFORMED or TOO_LARGE when it cannot be read
         */
        public HttpResponse exchange(HttpRequest request) {
            bytes.write(request.encoded());
            MessageReader reader = new MessageReader(bytes);
            return reader.readBody(reader.readHead());
        }

        /**
         * Asks for a stream of events and waits for the answer's head; the connection then belongs to the stream. Fails
         * as {@link #exchange}.
         *
         * @param silence longest time without any byte, heartbeats included, before the stream counts as broken
         */
        public EventStream stream(HttpRequest request, Duration silence) {
            bytes.write(request.encoded());
            MessageReader reader = new MessageReader(bytes);
            HttpResponse head = reader.readHead();
            if (head.status() != 200) {
                return new EventStream(bytes, reader, reader.readBody(head));
            }
            bytes.setPatience(silence);
            return new EventStream(bytes, reader, head);
        }

        @Override
        public void close() {
            bytes.close();
        }
    }
}
