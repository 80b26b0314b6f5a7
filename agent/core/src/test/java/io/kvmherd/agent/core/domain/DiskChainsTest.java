package io.kvmherd.agent.core.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.agent.core.port.DiskChain.End;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DiskChainsTest {
    @Test
    void readsTheWholeChainOfARunningOverlay() {
        assertThat(chains("<source file='/a/over.qcow2' index='1'/><backingStore type='file' index='2'>"
                        + "<format type='qcow2'/><source file='/b/middle.qcow2'/><backingStore type='block' index='3'>"
                        + "<format type='raw'/><source dev='/dev/c'/><backingStore/></backingStore></backingStore>"))
                .containsExactly(
                        new DiskChain("vda", "/a/over.qcow2", List.of("/b/middle.qcow2", "/dev/c"), End.BOTTOM));
    }

    @Test
    void takesAnOverlayWhoseChainIsNotToldForUnknown() {
        assertThat(chains("<source file='/a/over.qcow2'/>"))
                .containsExactly(new DiskChain("vda", "/a/over.qcow2", List.of(), End.UNTOLD));
    }

    @Test
    void countsAFileBesideAnImageAsPartOfIt() {
        assertThat(chains("<source file='/a/over.qcow2'><dataStore type='file'><format type='raw'/>"
                        + "<source file='/b/contents.raw'/></dataStore></source><backingStore/>"))
                .containsExactly(new DiskChain("vda", "/a/over.qcow2", List.of("/b/contents.raw"), End.BOTTOM));
    }

    @Test
    void knowsAVolumeByItsNameOnly() {
        assertThat(chains("<source pool='p' volume='v'/><backingStore/>"))
                .containsExactly(new DiskChain("vda", "", List.of(), End.BOTTOM));
    }

    @Test
    void leavesOutADriveWithoutAMedium() {
        assertThat(chains("")).isEmpty();
    }

    @Test
    void givesUpOnAChainWithoutAnEnd() {
        String below = "<backingStore><format type='qcow2'/><source file='/b'/>".repeat(DiskChain.LENGTH + 1)
                + "</backingStore>".repeat(DiskChain.LENGTH + 1);

        DiskChain chain = chains("<source file='/a'/>" + below).getFirst();

        assertThat(chain.end()).isEqualTo(End.UNTOLD);
        assertThat(chain.paths()).hasSize(DiskChain.LENGTH);
    }

    private static List<DiskChain> chains(String parts) {
        return DiskChains.of(XmlDocument.parse("<domain><devices><disk type='file'><driver type='qcow2'/>"
                + "<target dev='vda'/>" + parts + "</disk></devices></domain>"));
    }
}
