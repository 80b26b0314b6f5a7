package io.kvmherd.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A guest that somebody defines with virsh: small, emulated, ticking, and of some shape of its own.
 *
 * @param edits sed's expressions that make its definition out of the lab's
 */
record ForeignGuest(String name, String host, List<String> edits) {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String WITHOUT_DISK = "/<disk/,/<.disk>/d";

    ForeignGuest {
        edits = List.copyOf(edits);
    }

    /** Without a disk, with an interface on the NAT network; a name that no created guest could have. */
    static ForeignGuest on(String host, String stem) {
        return new ForeignGuest("Theirs_" + stem + "." + COUNT.incrementAndGet(), host, List.of(WITHOUT_DISK));
    }

    /** With a disk in a pool of its host. */
    static ForeignGuest withDisk(Lab lab, String host, String stem, String pool, String format) {
        ForeignGuest guest = on(host, stem);
        String volume = guest.name + "." + format;
        String path = shell(
                lab,
                host,
                "vol-create-as " + pool + " " + volume + " 16M --format " + format + " >&2",
                "vol-path " + volume + " --pool " + pool);
        return new ForeignGuest(
                guest.name,
                host,
                List.of("s|@DISK@|" + path + "|", "s|type='raw' cache='none'|type='" + format + "' cache='none'|"));
    }

    /** With an overlay in a pool of its host, whose base lies in another one. */
    static ForeignGuest withOverlay(Lab lab, String host, String stem, String pool, String basePool) {
        ForeignGuest guest = on(host, stem);
        String overlay = guest.name + ".qcow2";
        String path = shell(
                lab,
                host,
                "vol-create-as " + basePool + " " + guest.name + ".base 16M --format qcow2 >&2",
                "vol-create-as " + pool + " " + overlay + " 16M --format qcow2 --backing-vol-format qcow2 --backing-vol"
                        + " $(virsh -q vol-path " + guest.name + ".base --pool " + basePool + ") >&2",
                "vol-path " + overlay + " --pool " + pool);
        return new ForeignGuest(
                guest.name,
                host,
                List.of("s|@DISK@|" + path + "|", "s|type='raw' cache='none'|type='qcow2' cache='none'|"));
    }

    /** Boots by UEFI, with a store of its own for the firmware's variables. */
    ForeignGuest withFirmware() {
        return with("s|<kernel>|<loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader>"
                + "<nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd'/><kernel>|");
    }

    ForeignGuest with(String... more) {
        List<String> all = new ArrayList<>(edits);
        all.addAll(List.of(more));
        return new ForeignGuest(name, host, all);
    }

    /** Defines it, as a person would. */
    ForeignGuest define(Lab lab) {
        String file = "/tmp/" + name + ".xml";
        StringBuilder script = new StringBuilder("sed -e s/@TYPE@/qemu/ -e s/@NAME@/" + name + "/");
        edits.forEach(edit -> script.append(" -e \"").append(edit).append('"'));
        script.append(' ')
                .append(Path.of("guest", "guest.xml").toAbsolutePath())
                .append(" > ")
                .append(file);
        lab.exec(host, "sh", "-c", script + " && virsh -q define " + file);
        return this;
    }

    ForeignGuest start(Lab lab) {
        lab.virsh(host, "start", name);
        return this;
    }

    /** Its definitions, live and persistent, and its process with the moment in which that began. */
    Seen look(Lab lab) {
        String process = lab.exec(
                host,
                "sh",
                "-c",
                "if [ -e /run/libvirt/qemu/" + name + ".pid ]; then pid=$(cat /run/libvirt/qemu/" + name
                        + ".pid); echo $pid $(cut -d' ' -f22 /proc/$pid/stat); fi");
        return new Seen(
                lab.virsh(host, "dumpxml", name, "--security-info"),
                lab.virsh(host, "dumpxml", name, "--inactive", "--security-info"),
                process.strip(),
                lab.virsh(host, "dominfo", name).contains("Autostart:      enable"));
    }

    /** Takes all of them away, wherever they are and whatever they do. */
    static void removeAll(Lab lab, List<ForeignGuest> guests) {
        StringBuilder script = new StringBuilder();
        guests.forEach(guest -> script.append("virsh -q destroy " + guest.name + "; virsh -q undefine " + guest.name
                + " --snapshots-metadata --nvram; "));
        lab.namespaceHosts().forEach(host -> lab.exec(host, "sh", "-c", script + "true"));
    }

    void remove(Lab lab, String where) {
        if ("running".equals(lab.domains(where).get(name))) {
            lab.virsh(where, "destroy", name);
        }
        lab.virsh(where, "undefine", name, "--snapshots-metadata", "--nvram");
    }

    /** These commands of virsh in one go; answers what they printed. */
    private static String shell(Lab lab, String host, String... commands) {
        return lab.exec(host, "sh", "-c", "virsh -q " + String.join(" && virsh -q ", commands))
                .strip();
    }

    /** What can be seen of it from outside kvmherd. */
    record Seen(String live, String persistent, String process, boolean autostart) {
        /** Without our element, and without the empty one that libvirt leaves around it. */
        Seen withoutMark() {
            return new Seen(withoutMark(live), withoutMark(persistent), process, autostart);
        }

        boolean isMarked() {
            return live.contains("https://kvmherd.io/domain/1") && persistent.contains("https://kvmherd.io/domain/1");
        }

        Seen withAutostart(boolean on) {
            return new Seen(live, persistent, process, on);
        }

        private static String withoutMark(String xml) {
            return xml.replaceAll("\\s*<kvmherd:guest [^>]*/>", "")
                    .replaceAll("\\s*<metadata>\\s*</metadata>", "")
                    .replaceAll("\\s*<metadata/>", "");
        }
    }
}
