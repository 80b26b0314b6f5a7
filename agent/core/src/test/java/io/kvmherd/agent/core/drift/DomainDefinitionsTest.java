package io.kvmherd.agent.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DomainReading;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.agent.core.port.Redefinition;
import io.kvmherd.agent.core.simulated.SimulatedHostProfile;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.DomainDefinition;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.PlacementGeneration;
import io.kvmherd.common.model.StartsWithHost;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With what libvirt 9.0 writes of a guest: its persistent definition, and the live one while it runs. */
final class DomainDefinitionsTest {
    private static final HypervisorFacts FACTS = SimulatedHostProfile.of(
                    "qemu+tcp://h1/system", CpuVendor.INTEL, 8, 8_192)
            .facts();
    private static final GuestId GUEST = GuestId.of("5f0c9a52-3c0e-4a86-9d31-2b8f5f1f9f01");
    private static final String DEFINED = resource("defined.xml");
    private static final String RUNNING = resource("running.xml");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<name>web-1</name> | <name>shop</name>",
                "placement=\"1\" | placement=\"2\"",
                "<os> | <title/>--><os>",
                "<target dev='vda' bus='virtio'/> | <target bus='virtio' dev='vda'/><alias name='virtio-disk0'/><backingStore/>",
                "<model type='virtio'/> | <target dev='vnet7'/><model type='virtio'/>",
                "<devices> | <seclabel type='dynamic' model='dac' relabel='yes'/><devices>",
                "<domain type='qemu'> | <domain type='qemu' id='7'>"
            })
    void ignoresWhatNobodyEdits(String part, String other) {
        String changed = DEFINED.replace(part, other.replace("<title/>-->", "<!-- by hand -->"));

        assertThat(changed).isNotEqualTo(DEFINED);
        assertThat(of(changed).fingerprint()).isEqualTo(of(DEFINED).fingerprint());
        assertThat(of(changed).text()).isEqualTo(of(DEFINED).text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<vcpu placement='static'>1</vcpu> | <vcpu placement='static' current='1'>2</vcpu>",
                "<memory unit='KiB'>131072</memory> | <memory unit='KiB'>262144</memory>",
                "cache='none' | cache='writeback'",
                "<on_crash>destroy</on_crash> | <on_crash>restart</on_crash>",
                "<interface type='user'> | <interface type='bridge'><source bridge='br0'/>",
                "<devices> | <seclabel type='static' model='dac'/><devices>",
                "<target dev='vda' bus='virtio'/> | <target dev='vda' bus='virtio'/><alias name='ua-root'/>"
            })
    void noticesWhatSomebodyEdits(String part, String other) {
        String changed = DEFINED.replace(part, other);

        assertThat(changed).isNotEqualTo(DEFINED);
        assertThat(of(changed).fingerprint()).isNotEqualTo(of(DEFINED).fingerprint());
    }

    @Test
    void hasTheSameShapeWhileItRuns() {
        DomainDefinition running = DomainDefinitions.of(reading(DEFINED, Optional.of(RUNNING)), FACTS);

        assertThat(running.running()).contains(running.shape().running());
        assertThat(running.shape().memoryMib()).isEqualTo(128);
        assertThat(running.shape().devices())
                .containsExactly("disk vda /var/lib/libvirt/images/web-1.qcow2", "interface 52:54:00:aa:bb:01");
    }

    @Test
    void looksAtDevicesAndNotAtTheBalloonOfWhatRuns() {
        String ballooned = RUNNING.replace("<currentMemory unit='KiB'>131072<", "<currentMemory unit='KiB'>65536<");
        String plugged = RUNNING.replace("/web-1.qcow2", "/other.qcow2");

        DomainDefinition normal = DomainDefinitions.of(reading(DEFINED, Optional.of(RUNNING)), FACTS);

        assertThat(ballooned).isNotEqualTo(RUNNING);
        assertThat(DomainDefinitions.of(reading(DEFINED, Optional.of(ballooned)), FACTS))
                .isEqualTo(normal);
        assertThat(DomainDefinitions.of(reading(DEFINED, Optional.of(plugged)), FACTS)
                        .running())
                .isNotEqualTo(normal.running());
    }

    @Test
    void isANormalFormOfItself() {
        String text = of(DEFINED).text();

        assertThat(NormalForm.of(XmlDocument.parse(text))).isEqualTo(text);
    }

    @Test
    void goesBackToADefinitionWithTheNameMetadataAndPasswordsThatAreThere() {
        String accepted = of(DEFINED.replace("</devices>", "<graphics type='vnc' port='-1'/></devices>"))
                .text();
        String current = DEFINED.replace("</devices>", "<graphics type='vnc' passwd='secret'/></devices>")
                .replace("<metadata>", "<metadata><their:note xmlns:their='urn:theirs'>keep</their:note>");

        String again = Recomposition.of(redefinition(accepted), Optional.of(current));

        assertThat(again)
                .contains(
                        "<name>web-1</name>",
                        "placement='1'",
                        "<their:note xmlns:their='urn:theirs'>keep</",
                        "passwd='secret'");
        assertThat(NormalForm.of(XmlDocument.parse(again.replace(" passwd='secret'", ""))))
                .isEqualTo(accepted);
    }

    @Test
    void marksADefinitionThatIsNotThereAnyMore() {
        String again = Recomposition.of(redefinition(of(DEFINED).text()), Optional.empty());

        assertThat(again)
                .contains("<kvmherd:guest xmlns:kvmherd='https://kvmherd.io/domain/1' id='" + GUEST
                        + "' placement='3'/>");
        assertThat(of(again).fingerprint()).isEqualTo(of(DEFINED).fingerprint());
    }

    @Test
    void marksItWithTheStartThatItHadWithItsHost() {
        String again = Recomposition.of(
                new Redefinition(
                        GUEST, "web-1", of(DEFINED).text(), new PlacementGeneration(3), false, StartsWithHost.ALONE),
                Optional.empty());

        assertThat(again).contains("' placement='3' autostart='alone'/>");
    }

    @Test
    void putsNoDefinitionOfAnotherGuestBack() {
        String other = of(DEFINED.replace(GUEST.toString(), "5f0c9a52-3c0e-4a86-9d31-2b8f5f1f9f02"))
                .text();

        assertThatThrownBy(() -> Recomposition.of(redefinition(other), Optional.of(DEFINED)))
                .isInstanceOfSatisfying(
                        KvmherdException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void refusesElementsNestedTooDeep() {
        String deep = "<domain>" + "<a>".repeat(40) + "</a>".repeat(40) + "</domain>";

        assertThatThrownBy(() -> NormalForm.of(XmlDocument.parse(deep)))
                .isInstanceOfSatisfying(
                        KvmherdException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOO_LARGE));
    }

    private static Redefinition redefinition(String text) {
        return new Redefinition(GUEST, "web-1", text, new PlacementGeneration(3), false, StartsWithHost.NO);
    }

    private static DomainDefinition of(String xml) {
        return DomainDefinitions.of(reading(xml, Optional.empty()), FACTS);
    }

    private static DomainReading reading(String xml, Optional<String> live) {
        return new DomainReading(xml, live, false, List.of(), "", 9_000_000);
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(DomainDefinitionsTest.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
