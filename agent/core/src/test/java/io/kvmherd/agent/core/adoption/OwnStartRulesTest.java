package io.kvmherd.agent.core.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.domain.DiskChains;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DiskLocks;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.StartsWithHost;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnStartRulesTest {
    private static final HypervisorFacts FACTS =
            new HypervisorFacts("", "", List.of(), 0, 0, List.of(), List.of(), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<disk type='file' device='disk'><source file='/nfs/herd.raw'/></disk>",
                "<disk type='block'><source dev='/dev/vg/herd'/></disk>",
                "<disk type='network'><source protocol='rbd' name='a/b'/></disk><disk type='file'><source file='/a'/></disk>",
            })
    void isContentWithOneDiskThatIsLocked(String devices) {
        assertThat(doubt(devices, DiskLocks.ALL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<disk type='network'><source protocol='rbd' name='a/b'/></disk>",
                "<disk type='file'><source file='/nfs/herd.raw'/><shareable/></disk>",
                "<disk type='file'><source file='/nfs/herd.raw'/><readonly/></disk>",
                "<disk type='file' device='cdrom'><source file='/nfs/cd.iso'/></disk>",
            })
    void doubtsWhereLibvirtLocksNoDisk(String devices) {
        assertThat(doubt(devices, DiskLocks.ALL))
                .hasValueSatisfying(why -> assertThat(why).contains("no disk that libvirt locks"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<disk type='block'><source dev='/dev/vg/herd'/></disk>",
                "<disk type='file'><source file='/dev/vg/herd'/></disk>",
            })
    void doubtsABlockDeviceThatIsLockedWithoutALockspace(String devices) {
        assertThat(doubt(devices, DiskLocks.FILES))
                .hasValueSatisfying(why -> assertThat(why).contains("file_lockspace_dir"));
        assertThat(doubt(devices, DiskLocks.ALL)).isEmpty();
        assertThat(doubt(devices + "<disk type='file'><source file='/nfs/herd.raw'/></disk>", DiskLocks.FILES))
                .isEmpty();
    }

    @Test
    void doubtsWhereLibvirtTakesNoLocks() {
        assertThat(doubt("<disk type='file'><source file='/nfs/herd.raw'/></disk>", DiskLocks.NONE))
                .hasValueSatisfying(why -> assertThat(why).contains("lock_manager", "--without-disk-lock"));
    }

    @Test
    void asksForNothingWhereSomebodyTookTheRiskOrAController() {
        DomainSurvey survey = survey("", DiskLocks.NONE);

        assertThat(OwnStartRules.doubt(OwnStart.UNLOCKED, StartsWithHost.ASKED, survey, FACTS))
                .isEmpty();
        assertThat(OwnStartRules.doubt(OwnStart.ASKED, StartsWithHost.ASKED, survey, FACTS))
                .isEmpty();
    }

    private static Optional<String> doubt(String devices, DiskLocks locked) {
        return OwnStartRules.doubt(OwnStart.LOCKED, StartsWithHost.ASKED, survey(devices, locked), FACTS);
    }

    private static DomainSurvey survey(String devices, DiskLocks locked) {
        String xml = "<domain type='kvm'><devices>" + devices + "</devices></domain>";
        return new DomainSurvey(
                xml,
                DiskChains.of(XmlDocument.parse(xml)),
                true,
                true,
                StartsWithHost.ASKED,
                OwnStart.LOCKED,
                locked,
                0,
                new TreeMap<>());
    }
}
