package io.kvmherd.agent.libvirt;

import io.kvmherd.agent.core.port.DiskLocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether libvirt takes a lock on each disk before it starts a guest. libvirt does not tell, so its configuration is read, as
 * libvirt reads it when it starts: whoever changes it has to restart libvirt. That the lockspace is one for all hosts that
 * reach the disks cannot be seen from one of them.
 */
final class DiskLockCheck {
    private static final Pattern SETTING = Pattern.compile("\\s*(\\w+)\\s*=\\s*\"?([^\"#]*?)\"?\\s*(#.*)?");

    private final Path folder;

    /** @param root the folder that /etc is in: "/" */
    DiskLockCheck(Path root) {
        folder = root.resolve("etc/libvirt");
    }

    /**
     * lockd does it for all disks unless told otherwise, sanlock only when told to. Without a lockspace, lockd locks the disk
     * itself, which other hosts hear of by way of a file system only. The lockspaces for logical volumes and for SCSI disks
     * alone leave other devices to that, so only the one for every path counts.
     */
    DiskLocks locks() {
        return switch (setting("qemu.conf", "lock_manager").orElse("")) {
            case "lockd" -> ofLockd();
            case "sanlock" ->
                setting("qemu-sanlock.conf", "auto_disk_leases").equals(Optional.of("1"))
                        ? DiskLocks.ALL
                        : DiskLocks.NONE;
            default -> DiskLocks.NONE;
        };
    }

    private DiskLocks ofLockd() {
        if (setting("qemu-lockd.conf", "auto_disk_leases").equals(Optional.of("0"))) {
            return DiskLocks.NONE;
        }
        return setting("qemu-lockd.conf", "file_lockspace_dir").orElse("").isEmpty() ? DiskLocks.FILES : DiskLocks.ALL;
    }

    private Optional<String> setting(String file, String name) {
        try (Stream<String> lines = Files.lines(folder.resolve(file))) {
            return lines.map(SETTING::matcher)
                    .filter(Matcher::matches)
                    .filter(setting -> setting.group(1).equals(name))
                    .map(setting -> setting.group(2))
                    .reduce((earlier, later) -> later);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
