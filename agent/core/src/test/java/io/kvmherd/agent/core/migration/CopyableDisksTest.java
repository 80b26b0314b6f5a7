package io.kvmherd.agent.core.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.port.DiskImage;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestDisks;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.VolumeReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CopyableDisksTest {
    private static final DiskImage PLAIN = new DiskImage(10 << 20, 1 << 20, false, 0, false);
    private static final List<StoragePool> POOLS = List.of(
            new StoragePool("local", "dir", "/srv/local", 1_000, 100),
            new StoragePool("nas", "netfs", "/srv/nas", 1_000, 100));

    @Test
    void aRawFileDirectlyInAPoolIsCopied() {
        GuestDisks seen = look(disk("file", "disk", "raw", "/srv/local/web.raw", ""), PLAIN);

        assertThat(seen.tied()).isEmpty();
        assertThat(seen.disks())
                .containsExactly(new GuestDisk(
                        "vda", "local", "/srv/local/web.raw", VolumeReference.Format.RAW, 10 << 20, 1 << 20));
    }

    @ParameterizedTest
    @CsvSource({
        "file, disk, vmdk, /srv/local/web.vmdk, '', format",
        "file, disk, raw, /elsewhere/web.raw, '', pool",
        "file, disk, raw, /srv/local/below/web.raw, '', pool",
        "file, disk, raw, /srv/nas/web.raw, '', pool",
        "block, disk, raw, /srv/local/web.raw, '', device",
        "file, lun, raw, /srv/local/web.raw, '', device",
        "file, disk, raw, /srv/local/web.raw, <shareable/>, shareable",
        "file, disk, raw, /srv/local/web.raw, <encryption/>, encrypted"
    })
    void whateverIsMoreThanOnePlainFileIsTied(
            String type, String device, String format, String path, String more, String why) {
        GuestDisks seen = look(disk(type, device, format, path, more), PLAIN);

        assertThat(seen.disks()).isEmpty();
        assertThat(seen.tied()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo(ReasonCode.DISK_NOT_COPIED);
            assertThat(reason.names()).containsEntry("disk", "vda").containsEntry("why", why);
        });
    }

    @ParameterizedTest
    @CsvSource({"true, 0, false, backing", "false, 2, false, snapshots", "false, 0, true, encrypted"})
    void whatAFileHoldsBesidesTheDiskTiesIt(boolean overlay, long snapshots, boolean encrypted, String why) {
        DiskImage image = new DiskImage(10, 10, overlay, snapshots, encrypted);

        GuestDisks seen = look(disk("file", "disk", "qcow2", "/srv/local/web.qcow2", ""), image);

        assertThat(seen.tied())
                .singleElement()
                .satisfies(reason -> assertThat(reason.names()).containsEntry("why", why));
    }

    @Test
    void aFileThatRestsOnAnotherIsTied() {
        String below = "<backingStore type='file'><source file='/srv/local/base.qcow2'/></backingStore>";

        GuestDisks seen = look(disk("file", "disk", "qcow2", "/srv/local/top.qcow2", below), PLAIN);

        assertThat(seen.tied())
                .singleElement()
                .satisfies(reason -> assertThat(reason.names()).containsEntry("why", "backing"));
    }

    @Test
    void aMediumThatIsOnlyReadIsLeftOut() {
        GuestDisks seen = look(disk("file", "cdrom", "raw", "/srv/local/cd.iso", "<readonly/>"), PLAIN);

        assertThat(seen.disks()).isEmpty();
        assertThat(seen.tied()).isEmpty();
    }

    @Test
    void aFileThatCannotBeLookedAtIsTied() {
        GuestDisks seen = CopyableDisks.of(
                domain(disk("file", "disk", "raw", "/srv/local/web.raw", "")), POOLS, any -> Optional.empty());

        assertThat(seen.tied()).hasSize(1);
    }

    @Nested
    final class Room {
        private static final GuestDisk DISK =
                new GuestDisk("vda", "local", "/srv/local/web.raw", VolumeReference.Format.RAW, 100L << 20, 1 << 20);

        @Test
        void isThereWhenTheWholeDiskFits() {
            assertThat(CopyRoom.check(List.of(DISK), POOLS, path -> false)).isEmpty();
        }

        @Test
        void countsAllDisksOfAPoolTogether() {
            List<Reason> reasons = CopyRoom.check(List.of(DISK, DISK), POOLS, path -> false);

            assertThat(reasons).singleElement().satisfies(reason -> {
                assertThat(reason.code()).isEqualTo(ReasonCode.POOL_TOO_FULL);
                assertThat(reason.numbers()).containsEntry("haveMib", 100L).containsEntry("needMib", 200L);
            });
        }

        @Test
        void isNotWhereAFileIsAlready() {
            assertThat(CopyRoom.check(List.of(DISK), POOLS, DISK.path()::equals))
                    .extracting(Reason::code)
                    .containsExactly(ReasonCode.VOLUME_EXISTS_THERE);
        }

        @Test
        void needsThePoolOverTheSameFolder() {
            StoragePool other = new StoragePool("local", "dir", "/var/lib/other", 1_000, 1_000);

            assertThat(CopyRoom.check(List.of(DISK), List.of(other), path -> false))
                    .extracting(Reason::code)
                    .containsExactly(ReasonCode.POOL_ELSEWHERE);
            assertThat(CopyRoom.check(List.of(DISK), List.of(), path -> false))
                    .extracting(Reason::code)
                    .containsExactly(ReasonCode.POOL_MISSING);
        }
    }

    private static GuestDisks look(String disk, DiskImage image) {
        return CopyableDisks.of(domain(disk), POOLS, any -> Optional.of(image));
    }

    private static String domain(String disk) {
        return "<domain type='kvm'><name>web</name><uuid>01939d3c-0000-7000-8000-00000000000a</uuid>"
                + "<memory unit='MiB'>512</memory><vcpu>1</vcpu><devices>" + disk + "</devices></domain>";
    }

    private static String disk(String type, String device, String format, String path, String more) {
        String source = type.equals("block") ? "dev" : "file";
        return "<disk type='" + type + "' device='" + device + "'><driver name='qemu' type='" + format + "'/><source "
                + source + "='" + path + "'/>" + more + "<target dev='vda'/></disk>";
    }
}
