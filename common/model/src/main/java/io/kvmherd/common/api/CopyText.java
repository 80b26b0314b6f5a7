package io.kvmherd.common.api;

/** The sentences about disks that are copied along with a guest. Kept apart from the other reasons as those of adoption are. */
final class CopyText {
    private CopyText() {}

    static ReasonText of(ReasonFacts facts) {
        return switch (facts.reason().code()) {
            case DISK_NOT_COPIED ->
                new ReasonText(
                        "Disk " + facts.name("disk") + " (" + facts.name("path") + ", " + place(facts)
                                + ") is not copied along: " + why(facts) + ".",
                        remedy(facts));
            case DISK_NOT_TOLD ->
                new ReasonText(
                        "The guest's host has not told what volume " + facts.name("volume") + " of pool "
                                + facts.name("pool") + " is.",
                        "It tells within half a minute of a guest's start; if it stays like this, its agent is older than"
                                + " this controller, or the guest does not have this disk.");
            case POOL_ELSEWHERE ->
                new ReasonText(
                        "Pool " + facts.name("pool") + " is " + facts.name("have") + " on the host, and "
                                + facts.name("need") + " where the guest is.",
                        "A copy has the path of its original: define the pool over the same folder on both hosts (type"
                                + " dir or fs).");
            case POOL_TOO_FULL ->
                new ReasonText(
                        "The copies need " + facts.number("needMib") + " MiB in pool " + facts.name("pool")
                                + "; at most " + facts.number("limitMib") + " MiB can be used ("
                                + facts.number("haveMib") + " MiB are free, "
                                + facts.number("heldMib") + " MiB of them promised to other copies).",
                        "Make room in the pool on that host, wait for the other copies, or choose another host. What a disk"
                                + " may grow to counts, not what it takes now.");
            case VOLUME_EXISTS_THERE ->
                new ReasonText(
                        "The file " + facts.name("path") + " of disk " + facts.name("disk")
                                + " exists on the host already, and is never written over.",
                        "Look at what it is; a copy that an earlier move left behind is removed by hand (virsh vol-delete"
                                + " --pool POOL VOLUME on that host), then try again.");
            default -> throw new IllegalArgumentException(facts.reason().code() + " is not about copies");
        };
    }

    private static String place(ReasonFacts facts) {
        String pool = facts.name("pool");
        return pool.isEmpty() ? "in no pool" : "pool " + pool;
    }

    private static String why(ReasonFacts facts) {
        return switch (facts.name("why")) {
            case "backing" -> "it rests on a backing file, and only the upper one would be copied";
            case "snapshots" -> "it has snapshots inside, which a copy would lose";
            case "format" -> "its format is neither raw nor qcow2";
            case "shareable" -> "other guests may write to it at the same time";
            case "encrypted" -> "it is encrypted";
            case "pool" -> "it lies directly in no active pool of type dir or fs";
            default -> "it is no plain file";
        };
    }

    private static String remedy(ReasonFacts facts) {
        return switch (facts.name("why")) {
            case "backing" -> "Merge it with what it rests on (virsh blockpull GUEST DISK --wait), then try again.";
            case "snapshots" ->
                "Delete the snapshots that are not needed: virsh snapshot-list GUEST, qemu-img snapshot -l.";
            case "pool" ->
                "Define a pool over the file's folder on both hosts (virsh pool-define-as NAME dir --target FOLDER).";
            default -> "Shut the guest down and move the disk by hand, or put it on a pool that both hosts share.";
        };
    }
}
