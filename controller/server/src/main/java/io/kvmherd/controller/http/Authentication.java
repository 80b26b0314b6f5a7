package io.kvmherd.controller.http;

import io.vertx.core.http.HttpServerRequest;

/** Finds out who asks. */
@FunctionalInterface
interface Authentication {
    /**
     * May ask the kernel or a directory of users, so it is not called on an event loop.
     *
     * @throws io.kvmherd.common.failure.KvmherdException UNAUTHENTICATED, or BUSY for an address that guesses
     */
    Principal of(HttpServerRequest request);
}
