package io.kvmherd.controller.app.testing;

import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.VolumeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The disks of a host's guests, and the files that are made for copies. */
public final class FakeCopies {
    private final SortedMap<GuestId, GuestDisks> disks = new TreeMap<>();
    private final SortedMap<String, Boolean> made = new TreeMap<>();

    FakeCopies() {}

    /** The guest runs here with a raw disk of 10 GiB in the pool. */
    public GuestDisk give(GuestId guest, String pool, String volume) {
        GuestDisk disk = new GuestDisk(
                "vda", pool, "/pools/" + pool + "/" + volume, VolumeReference.Format.RAW, 10L << 30, 1L << 30);
        disks.put(guest, new GuestDisks(guest, List.of(disk), List.of()));
        return disk;
    }

    /** The guest's disk turns out to be one that is not copied. */
    public void tie(GuestId guest, Reason why) {
        disks.put(guest, new GuestDisks(guest, List.of(), List.of(why)));
    }

    /** Somebody has a file of that path here. */
    public void occupy(String path) {
        made.put(path, false);
    }

    /** The files that are here, whoever made them. */
    public List<String> files() {
        return List.copyOf(made.keySet());
    }

    GuestDisks disksOf(GuestId guest) {
        return disks.getOrDefault(guest, new GuestDisks(guest, List.of(), List.of()));
    }

    List<GuestDisks> told() {
        return List.copyOf(disks.values());
    }

    List<Reason> inTheWay(List<GuestDisk> copies) {
        List<Reason> reasons = new ArrayList<>();
        for (GuestDisk copy : copies) {
            if (made.containsKey(copy.path())) {
                reasons.add(Reason.of(ReasonCode.VOLUME_EXISTS_THERE)
                        .with("disk", copy.disk())
                        .with("path", copy.path()));
            }
        }
        return reasons;
    }

    boolean make(List<GuestDisk> copies) {
        boolean free = copies.stream().allMatch(copy -> made.getOrDefault(copy.path(), true));
        if (free) {
            copies.forEach(copy -> made.put(copy.path(), true));
        }
        return free;
    }

    void keep(List<GuestDisk> copies) {
        copies.forEach(copy -> made.computeIfPresent(copy.path(), (path, ours) -> false));
    }

    void discard(List<GuestDisk> copies) {
        copies.forEach(copy -> made.remove(copy.path(), true));
    }
}
