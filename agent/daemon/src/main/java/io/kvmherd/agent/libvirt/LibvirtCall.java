package io.kvmherd.agent.libvirt;

import org.libvirt.LibvirtException;

/** Something to do with a connection, on one of the session's threads. Objects that it takes, it frees. */
@FunctionalInterface
interface LibvirtCall<T> {
    T with(OpenConnection connection) throws LibvirtException;
}
