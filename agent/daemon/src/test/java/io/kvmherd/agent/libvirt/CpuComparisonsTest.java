package io.kvmherd.agent.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.agent.libvirt.CpuComparisons.Question;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.libvirt.LibvirtException;

class CpuComparisonsTest {
    private static final HostCapabilities CAPABILITIES = new HostCapabilities(
            "AMD", "EPYC", List.of(), Optional.empty(), "x86_64", "/usr/bin/qemu", List.of("kvm"), List.of());
    private static final CpuComparisons.Host HOST =
            new CpuComparisons.Host(CAPABILITIES, "6.1.0", 7_002_000, 9_000_000);

    private long now;
    private int asked;
    private final CpuComparisons comparisons = new CpuComparisons(() -> now);

    @Test
    void asksOnceForGuestsThatAreAlike() throws LibvirtException {
        for (int i = 0; i < 30; i++) {
            assertThat(ask(on(HOST))).contains("missing svm");
        }

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void asksAnewForAnotherCpuMachineOrKindOfGuest() throws LibvirtException {
        ask(on(HOST));

        ask(new Question("<cpu>other</cpu>", "pc-q35-7.2", "kvm", HOST));
        ask(new Question("<cpu/>", "pc-q35-6.2", "kvm", HOST));
        ask(new Question("<cpu/>", "pc-q35-7.2", "qemu", HOST));

        assertThat(asked).isEqualTo(4);
    }

    @Test
    void asksAnewWhenTheHostIsNotWhatItWas() throws LibvirtException {
        ask(on(HOST));

        ask(on(new CpuComparisons.Host(CAPABILITIES, "6.1.1", 7_002_000, 9_000_000)));
        ask(on(new CpuComparisons.Host(CAPABILITIES, "6.1.0", 8_000_000, 9_000_000)));
        ask(on(new CpuComparisons.Host(CAPABILITIES, "6.1.0", 7_002_000, 9_000_001)));
        ask(on(new CpuComparisons.Host(
                new HostCapabilities(
                        "AMD",
                        "EPYC",
                        List.of("ibpb"),
                        Optional.empty(),
                        "x86_64",
                        "/usr/bin/qemu",
                        List.of("kvm"),
                        List.of()),
                "6.1.0",
                7_002_000,
                9_000_000)));

        assertThat(asked).isEqualTo(5);
    }

    @Test
    void keepsNoAnswerForLong() throws LibvirtException {
        ask(on(HOST));
        now += Duration.ofMinutes(11).toNanos();

        ask(on(HOST));

        assertThat(asked).isEqualTo(2);
    }

    @Test
    void keepsNoFailure() throws LibvirtException {
        assertThatThrownBy(() -> comparisons.answer(on(HOST), () -> {
                    throw new IllegalStateException("libvirt went away");
                }))
                .hasMessage("libvirt went away");

        ask(on(HOST));

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void forgetsTheOldestWhenThereAreTooMany() throws LibvirtException {
        for (int i = 0; i <= CpuComparisons.KEPT_MAX; i++) {
            ask(new Question("<cpu>" + i + "</cpu>", "", "kvm", HOST));
        }

        ask(new Question("<cpu>1</cpu>", "", "kvm", HOST));
        ask(new Question("<cpu>0</cpu>", "", "kvm", HOST));

        assertThat(asked).isEqualTo(CpuComparisons.KEPT_MAX + 2);
    }

    private static Question on(CpuComparisons.Host host) {
        return new Question("<cpu/>", "pc-q35-7.2", "kvm", host);
    }

    private Optional<String> ask(Question question) throws LibvirtException {
        return comparisons.answer(question, () -> {
            asked++;
            return Optional.of("missing svm");
        });
    }
}
