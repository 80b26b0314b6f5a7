package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestCpu;

/** The sentences about guests that kvmherd did not define. Kept apart from the other reasons because they are many. */
final class AdoptionText {
    private AdoptionText() {}

    // size: one table, from code to sentence, that is read as a whole
    static ReasonText of(ReasonFacts facts) {
        return switch (facts.reason().code()) {
            case DISK_IN_NO_POOL -> diskInNoPool(facts);
            case DISK_CHAIN_UNKNOWN ->
                new ReasonText(
                        "What disk " + facts.name("disk") + " rests on below " + facts.name("path")
                                + " is not known, or not a file of this host.",
                        "Start the guest, or have the pool of the file read anew (virsh pool-refresh POOL): then libvirt tells it."
                                + " Adopt the guest again to have it looked at anew.");
            case CPU_FROM_HOST -> cpuFromHost(facts);
            case CACHE_MODE ->
                new ReasonText(
                        "Disk " + facts.name("disk") + " is cached by its host (cache mode " + facts.name("cache")
                                + "), and another host may read what is older.",
                        "Set cache='none' on the disk in the guest's XML (virsh edit) and start the guest anew.");
            case INTERFACE_OF_HOST -> interfaceOfHost(facts);
            case SNAPSHOTS_KEPT ->
                new ReasonText(
                        "The guest has snapshots (" + facts.number("snapshots")
                                + "), and libvirt moves no guest that has any.",
                        "Delete those that are not needed: virsh snapshot-list GUEST, virsh snapshot-delete GUEST"
                                + " SNAPSHOT; then adopt the guest again to have it looked at anew.");
            case STATE_ON_HOST -> stateOnHost(facts);
            case STATE_LEFT_BEHIND -> leftBehind(facts);
            case GUEST_NAME_UNUSABLE ->
                new ReasonText(
                        "The name \"" + facts.name("name")
                                + "\" cannot be used: 1 to 63 letters, digits, '.', '_' and"
                                + " '-' are, beginning with a letter or digit.",
                        "Rename the guest while it is off: virsh domrename OLD NEW.");
            case GUEST_TRANSIENT ->
                new ReasonText(
                        "Guest " + facts.name("name") + " is transient: its definition is gone when it is switched"
                                + " off.",
                        "Make it persistent, which does not touch it: virsh dumpxml GUEST > FILE, virsh define FILE.");
            case GUEST_NOT_ADOPTABLE ->
                new ReasonText(
                        "The guest's definition does not fit: " + facts.name("detail") + ".",
                        "Change the definition with virsh edit, or leave the guest unmanaged.");
            case GUEST_KNOWN_ELSEWHERE ->
                new ReasonText(
                        "Host " + facts.name("host") + " has a domain of the same " + facts.name("what") + " ("
                                + facts.name("guest") + "), and a cluster knows a guest only once.",
                        "Undefine or rename the one that is not meant (virsh undefine GUEST, virsh domrename OLD NEW), then"
                                + " adopt again.");
            case CARRIES_CONTROLLER ->
                new ReasonText(
                        "A controller of this cluster runs in guest " + facts.name("guest")
                                + ", so nothing is done to it as part of something else.",
                        "Move it by itself when you are ready: kvmherd migrate GUEST; or take the mark away: kvmherd guest"
                                + " mark GUEST --no-controller.");
            default -> throw new IllegalArgumentException(facts.reason().code() + " is not about adoption");
        };
    }

    private static ReasonText diskInNoPool(ReasonFacts facts) {
        boolean medium =
                facts.name("device").equals("cdrom") || facts.name("device").equals("floppy");
        String what = medium ? "The " + facts.name("device") + " medium " : "The " + facts.name("device") + " ";
        return new ReasonText(
                what + facts.name("disk") + " (" + facts.name("path")
                        + ") is no volume of an active storage pool, so nobody knows whether another host has it.",
                medium
                        ? "Take the medium out: virsh change-media GUEST DISK --eject --live --config."
                        : "Define a pool over the file's folder on every host and declare it shared, or move the disk into"
                                + " such a pool; then adopt the guest again to have it looked at anew.");
    }

    private static ReasonText cpuFromHost(ReasonFacts facts) {
        String mode = facts.name("mode");
        boolean passthrough = mode.equals(GuestCpu.PASSTHROUGH);
        if (passthrough && facts.reason().names().containsKey("migratable")) {
            return new ReasonText(
                    "The guest sees its host's CPU with what no migration can carry (host-passthrough, migratable='off').",
                    "Take migratable='off' away and start it anew, then it moves between hosts with the same CPU; or give it a"
                            + " named CPU model that all hosts can provide (virsh edit, cpu mode='custom').");
        }
        String consequence = passthrough
                ? "so it moves only between hosts whose CPU, microcode, kernel and QEMU are the very same."
                : mode.equals("host-model")
                        ? "so it is another one after a start on another host."
                        : mode.equals("maxphysaddr")
                                ? "the size of its physical addresses, so it starts only where that is the same."
                                : "and no other host can be known to have the same.";
        return new ReasonText(
                "The guest's CPU is taken from its host (" + mode + "), " + consequence,
                "Give it a named CPU model that all hosts can provide (virsh edit, cpu mode='custom') and start it anew"
                        + (passthrough ? ", if it shall reach more hosts." : "."));
    }

    private static ReasonText interfaceOfHost(ReasonFacts facts) {
        String kind = facts.name("kind");
        boolean byName = kind.equals("bridge") || kind.equals("direct");
        return new ReasonText(
                "An interface of the guest is of kind " + kind + " on " + facts.name("source")
                        + " of its host; "
                        + (byName
                                ? "it goes only where a link of that name is, and whether that leads to the same network"
                                        + " is not known."
                                : "whether another host has the same is not known."),
                "Use a libvirt network of one name on all hosts instead, or make sure that the same name leads to the same"
                        + " network there.");
    }

    private static ReasonText stateOnHost(ReasonFacts facts) {
        String where = facts.name("where");
        return switch (facts.name("kind")) {
            case "TPM" ->
                new ReasonText(
                        "The guest has a TPM (" + where
                                + "), whose state goes along while the guest runs and not while it" + " is off.",
                        where.equals("swtpm")
                                ? "Install swtpm on every host, and move the guest while it runs."
                                : "Give the guest an emulated TPM, or leave it where it is.");
            case "NVRAM" ->
                new ReasonText(
                        "The variables of the guest's firmware (" + where
                                + ") go along while the guest runs and not while" + " it is off.",
                        "Install the same firmware on every host (package ovmf or edk2-ovmf), and move the guest while it runs.");
            default ->
                new ReasonText(
                        "Besides its disks the guest has something on its host: " + facts.word("kind") + " at " + where
                                + ".",
                        "Make sure that every host has what is needed under the same path, or remove it from the guest with"
                                + " virsh edit.");
        };
    }

    private static ReasonText leftBehind(ReasonFacts facts) {
        return new ReasonText(
                "The guest's " + facts.name("kind") + " (" + facts.name("where")
                        + ") would stay on its host: of a guest that is off only the definition goes.",
                "Start the guest and move it while it runs, which takes it along.");
    }
}
