package io.kvmherd.common.api;

import io.kvmherd.common.model.VolumeReference;

/**
 * An existing volume, as it is asked for.
 *
 * @param pool libvirt's pool name
 * @param volume libvirt's volume name in it
 * @param format stated, since nothing is ever guessed from what a guest could have written
 */
public record RequestedVolume(String pool, String volume, VolumeReference.Format format) {

    VolumeReference toReference() {
        return new VolumeReference(pool, volume, format);
    }
}
