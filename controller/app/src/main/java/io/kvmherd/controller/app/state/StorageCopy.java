package io.kvmherd.controller.app.state;

import io.kvmherd.common.model.GuestDisk;
import java.util.List;

/**
 * The disks that a migration takes along, and what is to become of their copies.
 *
 * @param disks as the guest's host told last; what its reports said until it was asked
 * @param kept whether the copies stay at the destination although the guest did not arrive: nobody knows which end holds
 *     what the guest wrote last, or the destination could not be asked to remove them
 */
public record StorageCopy(List<GuestDisk> disks, boolean kept) {
    public StorageCopy {
        disks = List.copyOf(disks);
    }

    StorageCopy of(List<GuestDisk> told) {
        return new StorageCopy(told, kept);
    }

    StorageCopy keeping() {
        return new StorageCopy(disks, true);
    }
}
