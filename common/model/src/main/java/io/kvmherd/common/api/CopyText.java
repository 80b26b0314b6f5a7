package io.kvmherd.common.api;

import io.kvmherd.common.model.Reason;

/** The sentences about disks that are copied along with a guest. Kept apart from the other reasons as those of adoption are. */
final class CopyText {
    private static final String UNTOLD = "(not told)";

    private CopyText() {}

    static ReasonText of(Reason reason) {
        return switch (reason.code()) {
            case DISK_NOT_COPIED ->
                new ReasonText(
                        "Disk " + name(reason, "disk") + " (" + name(reason, "path") + ", " + place(reason)
                                + ") is not copied along: " + why(reason) + ".",
                        remedy(reason));
            case DISK_NOT_TOLD ->
                new ReasonText(
                        "The guest's host has not told what volume " + name(reason, "volume") + " of pool "
                                + name(reason, "pool") + " is.",
                        "It tells within half a minute of a guest's start; if it stays like this, its agent is older than"
                                + " this controller, or the guest does not have this disk.");
            case POOL_ELSEWHERE ->
                new ReasonText(
                        "Pool " + name(reason, "pool") + " is " + name(reason, "have") + " on the host, and "
                                + name(reason, "need") + " where the guest is.",
                        "A copy has the path of its original: define the pool over the same folder on both hosts (type"
                                + " dir or fs).");
            case POOL_TOO_FULL ->
                new ReasonText(
                        "The copies need " + number(reason, "needMib") + " MiB in pool " + name(reason, "pool")
                                + "; at most " + number(reason, "limitMib") + " MiB can be used ("
                                + number(reason, "haveMib") + " MiB are free, "
                                + number(reason, "heldMib") + " MiB of them promised to other copies).",
                        "Make room in the pool on that host, wait for the other copies, or choose another host. What a disk"
                                + " may grow to counts, not what it takes now.");
            case VOLUME_EXISTS_THERE ->
                new ReasonText(
                        "The file " + name(reason, "path") + " of disk " + name(reason, "disk")
                                + " exists on the host already, and is never written over.",
                        "Look at what it is; a copy that an earlier move left behind is removed by hand (virsh vol-delete"
                                + " --pool POOL VOLUME on that host), then try again.");
            default -> throw new IllegalArgumentException(reason.code() + " is not about copies");
        };
    }

    private static String place(Reason reason) {
        String pool = name(reason, "pool");
        return pool.isEmpty() ? "in no pool" : "pool " + pool;
    }

    private static String why(Reason reason) {
        return switch (name(reason, "why")) {
            case "backing" -> "it rests on a backing file, and only the upper one would be copied";
            case "snapshots" -> "it has snapshots inside, which a copy would lose";
            case "format" -> "its format is neither raw nor qcow2";
            case "shareable" -> "other guests may write to it at the same time";
            case "encrypted" -> "it is encrypted";
            case "pool" -> "it lies directly in no active pool of type dir or fs";
            default -> "it is no plain file";
        };
    }

    private static String remedy(Reason reason) {
        return switch (name(reason, "why")) {
            case "backing" -> "Merge it with what it rests on (virsh blockpull GUEST DISK --wait), then try again.";
            case "snapshots" ->
                "Delete the snapshots that are not needed: virsh snapshot-list GUEST, qemu-img snapshot -l.";
            case "pool" ->
                "Define a pool over the file's folder on both hosts (virsh pool-define-as NAME dir --target FOLDER).";
            default -> "Shut the guest down and move the disk by hand, or put it on a pool that both hosts share.";
        };
    }

    private static String name(Reason reason, String key) {
        return reason.names().getOrDefault(key, UNTOLD);
    }

    private static String number(Reason reason, String key) {
        Long value = reason.numbers().get(key);
        return value == null ? UNTOLD : value.toString();
    }
}
