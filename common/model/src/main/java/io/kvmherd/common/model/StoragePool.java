package io.kvmherd.common.model;

/**
 * An active storage pool of a host.
 *
 * @param name libvirt's name; the same name on two hosts means the same pool only if it is declared and proved shared
 * @param type libvirt's type: dir, netfs, logical ...
 * @param path where its volumes lie on the host, empty where a pool has no folder
 * @param capacityMib size
 * @param availableMib free
 */
public record StoragePool(String name, String type, String path, long capacityMib, long availableMib) {
    public StoragePool {
        Names.requireFileName("pool name", name);
        Names.requireText("pool type", type);
        Names.requireText("pool path", path);
    }
}
