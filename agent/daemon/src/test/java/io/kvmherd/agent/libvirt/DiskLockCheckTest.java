package io.kvmherd.agent.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.port.DiskLocks;
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
        "'lock_manager = \"lockd\"', '', FILES",
        "'lock_manager=\"lockd\"  # with virtlockd', 'auto_disk_leases = 1', FILES",
        "'lock_manager = \"lockd\"', 'auto_disk_leases = 0', NONE",
        "'#lock_manager = \"lockd\"', '', NONE",
        "'lock_manager = \"nop\"', '', NONE",
        "'lock_manager = \"sanlock\"', '', NONE",
        "'lock_manager = \"sanlock\"', 'auto_disk_leases = 1', ALL",
        "'lock_manager = \"lockd\"', 'file_lockspace_dir = \"/srv/locks\"', ALL",
        "'lock_manager = \"lockd\"', 'lvm_lockspace_dir = \"/srv/locks\"', FILES",
        "'lock_manager = \"lockd\"', 'scsi_lockspace_dir = \"/srv/locks\"', FILES",
        "'lock_manager = \"lockd\"', 'file_lockspace_dir = \"\"', FILES",
        "'lock_manager = \"lockd\"', '#file_lockspace_dir = \"/srv/locks\"', FILES",
        "'', 'file_lockspace_dir = \"/srv/locks\"', NONE",
        "'', '', NONE",
    })
    void readsWhichDisksLibvirtLocks(String ofQemu, String ofTheManager, DiskLocks locks) throws IOException {
        write("qemu.conf", "user = \"root\"\n" + ofQemu + "\n");
        write("qemu-lockd.conf", ofTheManager + "\n");
        write("qemu-sanlock.conf", ofTheManager + "\n");

        assertThat(new DiskLockCheck(root).locks()).isEqualTo(locks);
    }

    @Test
    void takesAHostWithoutConfigurationForOneThatDoesNotLock() {
        assertThat(new DiskLockCheck(root).locks()).isEqualTo(DiskLocks.NONE);
    }

    private void write(String file, String content) throws IOException {
        Path folder = Files.createDirectories(root.resolve("etc/libvirt"));
        Files.writeString(folder.resolve(file), content);
    }
}
