package io.kvmherd.controller.engine.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.GuestCpu;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CpuFitsTest {
    @Test
    void saysToEveryHostAndGuestWhatLibvirtSays() {
        Map<String, String> said = new LinkedHashMap<>();

        DerivedCpus.hosts()
                .forEach((host, offer) -> DerivedCpus.guests()
                        .forEach((guest, cpu) -> said.put(host + " " + guest, text(CpuFits.of(cpu, offer)))));

        assertThat(said).containsExactlyEntriesOf(DerivedCpus.answers());
    }

    @Test
    void isTriedOnAtLeastFortyHostsOfBothMakers() {
        Map<String, CpuOffer> hosts = DerivedCpus.hosts();

        assertThat(hosts).hasSizeGreaterThanOrEqualTo(40);
        assertThat(hosts.values()).extracting(CpuOffer::vendor).contains("Intel", "AMD", "Hygon");
    }

    @Test
    void namesTheFeaturesThatAnOlderHostLacks() {
        GuestCpu milan = Objects.requireNonNull(DerivedCpus.guests().get("EPYC-Milan"));
        CpuOffer rome = Objects.requireNonNull(DerivedCpus.hosts().get("EPYC-Rome"));

        CpuFits fits = CpuFits.of(milan, rome);

        assertThat(fits.isYes()).isFalse();
        assertThat(fits.missing())
                .isEqualTo(List.of("erms", "fsrm", "ibrs", "invpcid", "pcid", "pku", "svme-addr-chk", "xsaves"));
    }

    private static String text(CpuFits fits) {
        if (!fits.vendorAccepted()) {
            return "vendor";
        }
        return fits.isYes() ? "fits" : String.join(" ", fits.missing());
    }
}
