package io.kvmherd.agent.libvirt;

import java.util.Optional;
import org.libvirt.LibvirtException;

/** The connection of one thread: opened when first needed, opened anew when it was lost, closed with the thread. */
final class OwnConnection {
    private final String uri;
    private Optional<OpenConnection> open = Optional.empty();

    OwnConnection(String uri) {
        this.uri = uri;
    }

    /** Blocks for as long as the other side takes to answer. */
    OpenConnection ready() throws LibvirtException {
        if (open.isPresent() && open.get().isAlive()) {
            return open.get();
        }
        close();
        OpenConnection connection = new OpenConnection(uri);
        open = Optional.of(connection);
        connection.keepAlive(LibvirtSession.KEEPALIVE_SECONDS, LibvirtSession.KEEPALIVE_COUNT);
        return connection;
    }

    void close() {
        open.ifPresent(OpenConnection::shut);
        open = Optional.empty();
    }
}
