package io.kvmherd.agent.core.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.Virtualisation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CpuXmlReaderTest {
    private final CpuXmlReader reader = new CpuXmlReader(
            model -> model.equals("EPYC") ? Optional.of(List.of("aes", "monitor", "svm")) : Optional.empty());

    @Test
    void spellsOutTheCpuOfARunningGuest() {
        Optional<GuestCpu> cpu = reader.ofGuest(domain("""
                <cpu mode='custom' match='exact' check='full'>
                  <model fallback='forbid'>EPYC</model>
                  <vendor>AMD</vendor>
                  <feature policy='require' name='x2apic'/>
                  <feature policy='disable' name='monitor'/>
                </cpu>"""));

        assertThat(cpu).contains(new GuestCpu("AMD", "EPYC", List.of("aes", "svm", "x2apic"), false));
    }

    @Test
    void tellsAGuestThatSeesItsHostsCpuAsItIs() {
        Optional<GuestCpu> cpu = reader.ofGuest(domain("<cpu mode='host-passthrough' check='none' migratable='on'/>"));

        assertThat(cpu).contains(new GuestCpu("", "", List.of(), true));
    }

    @Test
    void saysNothingOfAGuestWithoutACpuOrWithAModelThatNobodyKnows() {
        assertThat(reader.ofGuest(domain(""))).isEmpty();
        assertThat(reader.ofGuest(domain("<cpu mode='custom'><model>Own-Model</model></cpu>")))
                .isEmpty();
    }

    @Test
    void takesWhatTheHypervisorComparesWithFromItsCapabilities() {
        Optional<CpuOffer> offer = reader.ofCapabilities("""
                <domainCapabilities>
                  <cpu>
                    <mode name='host-passthrough' supported='yes'/>
                    <mode name='host-model' supported='yes'>
                      <model fallback='forbid'>EPYC</model>
                      <vendor>AMD</vendor>
                      <feature policy='require' name='hypervisor'/>
                      <feature policy='disable' name='svm'/>
                    </mode>
                    <mode name='custom' supported='yes'><model usable='yes'>qemu64</model></mode>
                  </cpu>
                </domainCapabilities>""", Virtualisation.KVM);

        assertThat(offer).contains(new CpuOffer(Virtualisation.KVM, "AMD", List.of("aes", "hypervisor", "monitor")));
    }

    @Test
    void saysNothingWhereTheHypervisorHasNoModelOfItsHost() {
        Optional<CpuOffer> offer = reader.ofCapabilities(
                "<domainCapabilities><cpu><mode name='host-model' supported='no'/></cpu></domainCapabilities>",
                Virtualisation.KVM);

        assertThat(offer).isEmpty();
    }

    @Test
    void listsWhatLibvirtSpellsOutAndNotWhatItTakesAway() {
        List<String> features = CpuXmlReader.spelledOut("""
                <cpu mode='custom' match='exact'>
                  <model fallback='forbid'>EPYC</model>
                  <feature policy='require' name='svm'/>
                  <feature policy='require' name='aes'/>
                  <feature policy='disable' name='monitor'/>
                </cpu>""");

        assertThat(features).containsExactly("aes", "svm");
    }

    private static String domain(String cpu) {
        return "<domain type='kvm'>" + cpu + "</domain>";
    }
}
