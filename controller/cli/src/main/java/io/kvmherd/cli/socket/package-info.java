/**
 * HTTP/1.1 on a Unix socket or over TLS, as much of it as one client needs: a connection for each request, answers with
 * a length or in chunks, and Server-Sent Events. The JDK's own client knows no Unix sockets and takes half a second to
 * start.
 *
 * <p>Invariant: every wait has a deadline and every part of an answer has a largest size, so that no server, however
 * broken, makes the command hang or grow.
 */
@NullMarked
package io.kvmherd.cli.socket;

import org.jspecify.annotations.NullMarked;
