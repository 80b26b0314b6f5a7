package io.kvmherd.common.model;

import java.util.List;

/**
 * The disks of a guest as its host sees them. Those that can only be read, and drives without a medium, are left out.
 *
 * @param disks those that can be copied
 * @param tied why the others cannot; each reason names its disk and its pool, which is empty for a disk in none
 */
public record GuestDisks(GuestId guest, List<GuestDisk> disks, List<Reason> tied) {
    public GuestDisks {
        disks = disks.stream().limit(Limits.DISKS_OF_GUEST).toList();
        tied = tied.stream().limit(Limits.DISKS_OF_GUEST).toList();
    }
}
