package io.kvmherd.agent.libvirt;

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

    /** lockd does it for all disks unless told otherwise, sanlock only when told to. */
    boolean isLocking() {
        return switch (setting("qemu.conf", "lock_manager").orElse("")) {
            case "lockd" -> !setting("qemu-lockd.conf", "auto_disk_leases").equals(Optional.of("0"));
            case "sanlock" -> setting("qemu-sanlock.conf", "auto_disk_leases").equals(Optional.of("1"));
            default -> false;
        };
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
