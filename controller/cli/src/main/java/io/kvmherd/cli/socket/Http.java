package io.kvmherd.cli.socket;

import java.time.Duration;

/**
 * Sends requests to one server. Blocking; any thread, each request has a connection of its own.
 *
 * @param server where it is
 * @param patience longest wait for the next bytes of an answer
 */
public record Http(Endpoint server, Duration patience) {

    /**
     * Connects; nothing has been asked yet, so a failure here says that nothing was done.
     *
     * @throws io.kvmherd.common.failure.KvmherdException UNREACHABLE, DENIED, or INVALID_INPUT for an authority that cannot be
     *     read
     */
    public Connection connect() {
        return new Connection(server.connect(patience), server);
    }

    /** A connection for one request. */
    public static final class Connection implements AutoCloseable {
        private final TimedBytes bytes;
        private final Endpoint server;

        private Connection(TimedBytes bytes, Endpoint server) {
            this.bytes = bytes;
            this.server = server;
        }

        /**
         * Asks and waits for the whole answer.
         *
         * @throws io.kvmherd.common.failure.KvmherdException UNREACHABLE when the answer does not come, and then nothing
         *     is known about what was done; MALFORMED or TOO_LARGE when it cannot be read
         */
        public HttpResponse exchange(HttpRequest request) {
            bytes.write(request.encodedFor(server));
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
            bytes.write(request.encodedFor(server));
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
