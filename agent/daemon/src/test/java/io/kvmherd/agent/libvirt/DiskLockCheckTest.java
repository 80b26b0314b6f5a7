package io.kvmherd.agent.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DiskLockCheckTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({
        "'lock_manager = \"lockd\"', '', true",
        "'lock_manager=\"lockd\"  # with virtlockd', 'auto_disk_leases = 1', true",
        "'lock_manager = \"lockd\"', 'auto_disk_leases = 0', false",
        "'#lock_manager = \"lockd\"', '', false",
        "'lock_manager = \"nop\"', '', false",
        "'lock_manager = \"sanlock\"', '', false",
        "'lock_manager = \"sanlock\"', 'auto_disk_leases = 1', true",
        "'', '', false",
    })
    void readsWhetherLibvirtLocksEachDisk(String ofQemu, String ofTheManager, boolean locking) throws IOException {
        write("qemu.conf", "user = \"root\"\n" + ofQemu + "\n");
        write("qemu-lockd.conf", ofTheManager + "\n");
        write("qemu-sanlock.conf", ofTheManager + "\n");

        assertThat(new DiskLockCheck(root).isLocking()).isEqualTo(locking);
    }

    @Test
    void takesAHostWithoutConfigurationForOneThatDoesNotLock() {
        assertThat(new DiskLockCheck(root).isLocking()).isFalse();
    }

    private void write(String file, String content) throws IOException {
        Path folder = Files.createDirectories(root.resolve("etc/libvirt"));
        Files.writeString(folder.resolve(file), content);
    }
}
