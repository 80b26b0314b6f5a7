package io.kvmherd.controller.http;

import io.kvmherd.common.model.AccessRole;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who is at the other end of a Unix socket, from the kernel. The name goes into operations and the audit; what a caller may
 * do does not depend on it: who could open the socket is root or of its group, and may do everything.
 */
final class Peers implements Authentication {
    /** Where the kernel does not say. */
    static final String UNKNOWN = "local";

    @Override
    public Principal of(HttpServerRequest request) {
        return new Principal(nameOf(request.connection()), AccessRole.ADMIN, Optional.empty());
    }

    /** A user's name, or the number where it has none. May look the name up over a network, so not on an event loop. */
    private static String nameOf(HttpConnection connection) {
        if (connection instanceof HttpServerConnection server) {
            Channel channel = server.channelHandlerContext().channel();
            UnixDomainPrincipal peer =
                    channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
            if (peer != null) {
                return peer.user().getName();
            }
        }
        return UNKNOWN;
    }
}
