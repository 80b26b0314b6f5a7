package io.kvmherd.common.api;

import io.kvmherd.common.model.HostId;

/**
 * How far an evacuation is with one of its hosts.
 *
 * @param done guests that it has moved away or shut down
 * @param underWay guests with which it is busy
 * @param failed tries that did not succeed; the guest may have been tried again
 * @param left managed guests that are active on the host
 */
public record HostProgress(HostId host, int done, int underWay, int failed, int left) {}
