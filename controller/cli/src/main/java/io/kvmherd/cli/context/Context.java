package io.kvmherd.cli.context;

import io.kvmherd.cli.socket.Endpoint;
import io.kvmherd.common.runtime.config.NetworkAddress;
import java.nio.file.Path;

/**
 * One controller elsewhere.
 *
 * @param server HOST:PORT of its API
 * @param authority PEM file of the authority that its certificate must come from
 * @param token by which it knows the caller
 */
public record Context(String server, String authority, String token) {
    /** @throws io.kvmherd.common.failure.KvmherdException INVALID_INPUT when the server is not HOST:PORT */
    public Endpoint endpoint() {
        NetworkAddress address = new NetworkAddress(server);
        return new Endpoint.TlsServer(address.host(), address.port(), Path.of(authority), token);
    }

    /** Without the token, so that no message can hold it. */
    @Override
    public String toString() {
        return "Context[server=" + server + ", authority=" + authority + "]";
    }
}
