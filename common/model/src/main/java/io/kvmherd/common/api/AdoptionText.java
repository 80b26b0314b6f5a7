package io.kvmherd.common.api;

import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.Reason;
import java.util.Locale;

/** The sentences about guests that kvmherd did not define. Kept apart from the other reasons because they are many. */
final class AdoptionText {
    private static final String UNTOLD = "(not told)";

    private AdoptionText() {}

    // size: one table, from code to sentence, that is read as a whole
    static ReasonText of(Reason reason) {
        return switch (reason.code()) {
            case DISK_IN_NO_POOL -> diskInNoPool(reason);
            case DISK_CHAIN_UNKNOWN ->
                new ReasonText(
                        "What disk " + name(reason, "disk") + " rests on below " + name(reason, "path")
                                + " is not known, or not a file of this host.",
                        "Start the guest, or have the pool of the file read anew (virsh pool-refresh POOL): then libvirt tells it."
                                + " Adopt the guest again to have it looked at anew.");
            case CPU_FROM_HOST -> cpuFromHost(reason);
            case CACHE_MODE ->
                new ReasonText(
                        "Disk " + name(reason, "disk") + " is cached by its host (cache mode " + name(reason, "cache")
                                + "), and another host may read what is older.",
                        "Set cache='none' on the disk in the guest's XML (virsh edit) and start the guest anew.");
            case INTERFACE_OF_HOST -> interfaceOfHost(reason);
            case SNAPSHOTS_KEPT ->
                new ReasonText(
                        "The guest has snapshots (" + number(reason, "snapshots")
                                + "), and libvirt moves no guest that has any.",
                        "Delete those that are not needed: virsh snapshot-list GUEST, virsh snapshot-delete GUEST"
                                + " SNAPSHOT; then adopt the guest again to have it looked at anew.");
            case STATE_ON_HOST -> stateOnHost(reason);
            case STATE_LEFT_BEHIND -> leftBehind(reason);
            case GUEST_NAME_UNUSABLE ->
                new ReasonText(
                        "The name \"" + name(reason, "name")
                                + "\" cannot be used: 1 to 63 letters, digits, '.', '_' and"
                                + " '-' are, beginning with a letter or digit.",
                        "Rename the guest while it is off: virsh domrename OLD NEW.");
            case GUEST_TRANSIENT ->
                new ReasonText(
                        "Guest " + name(reason, "name") + " is transient: its definition is gone when it is switched"
                                + " off.",
                        "Make it persistent, which does not touch it: virsh dumpxml GUEST > FILE, virsh define FILE.");
            case GUEST_NOT_ADOPTABLE ->
                new ReasonText(
                        "The guest's definition does not fit: " + name(reason, "detail") + ".",
                        "Change the definition with virsh edit, or leave the guest unmanaged.");
            case GUEST_KNOWN_ELSEWHERE ->
                new ReasonText(
                        "Host " + name(reason, "host") + " has a domain of the same " + name(reason, "what") + " ("
                                + name(reason, "guest") + "), and a cluster knows a guest only once.",
                        "Undefine or rename the one that is not meant (virsh undefine GUEST, virsh domrename OLD NEW), then"
                                + " adopt again.");
            case CARRIES_CONTROLLER ->
                new ReasonText(
                        "A controller of this cluster runs in guest " + name(reason, "guest")
                                + ", so nothing is done to it as part of something else.",
                        "Move it by itself when you are ready: kvmherd migrate GUEST; or take the mark away: kvmherd guest"
                                + " mark GUEST --no-controller.");
            default -> throw new IllegalArgumentException(reason.code() + " is not about adoption");
        };
    }

    private static ReasonText diskInNoPool(Reason reason) {
        boolean medium =
                name(reason, "device").equals("cdrom") || name(reason, "device").equals("floppy");
        String what = medium ? "The " + name(reason, "device") + " medium " : "The " + name(reason, "device") + " ";
        return new ReasonText(
                what + name(reason, "disk") + " (" + name(reason, "path")
                        + ") is no volume of an active storage pool, so nobody knows whether another host has it.",
                medium
                        ? "Take the medium out: virsh change-media GUEST DISK --eject --live --config."
                        : "Define a pool over the file's folder on every host and declare it shared, or move the disk into"
                                + " such a pool; then adopt the guest again to have it looked at anew.");
    }

    private static ReasonText cpuFromHost(Reason reason) {
        String mode = name(reason, "mode");
        boolean passthrough = mode.equals(GuestCpu.PASSTHROUGH);
        if (passthrough && reason.names().containsKey("migratable")) {
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

    private static ReasonText interfaceOfHost(Reason reason) {
        String kind = name(reason, "kind");
        boolean byName = kind.equals("bridge") || kind.equals("direct");
        return new ReasonText(
                "An interface of the guest is of kind " + kind + " on " + name(reason, "source")
                        + " of its host; "
                        + (byName
                                ? "it goes only where a link of that name is, and whether that leads to the same network"
                                        + " is not known."
                                : "whether another host has the same is not known."),
                "Use a libvirt network of one name on all hosts instead, or make sure that the same name leads to the same"
                        + " network there.");
    }

    private static ReasonText stateOnHost(Reason reason) {
        String where = name(reason, "where");
        return switch (name(reason, "kind")) {
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
                        "Besides its disks the guest has something on its host: " + word(reason, "kind") + " at "
                                + where + ".",
                        "Make sure that every host has what is needed under the same path, or remove it from the guest with"
                                + " virsh edit.");
        };
    }

    private static ReasonText leftBehind(Reason reason) {
        return new ReasonText(
                "The guest's " + name(reason, "kind") + " (" + name(reason, "where")
                        + ") would stay on its host: of a guest that is off only the definition goes.",
                "Start the guest and move it while it runs, which takes it along.");
    }

    private static String name(Reason reason, String key) {
        return reason.names().getOrDefault(key, UNTOLD);
    }

    private static String word(Reason reason, String key) {
        return name(reason, key).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String number(Reason reason, String key) {
        Long value = reason.numbers().get(key);
        return value == null ? UNTOLD : value.toString();
    }
}
