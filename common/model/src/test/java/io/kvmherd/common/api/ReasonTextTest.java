package io.kvmherd.common.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReasonTextTest {

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void saysOneSentenceAndOneRemedyForEveryCode(ReasonCode code) {
        ReasonText said = ReasonText.of(example(code));

        assertThat(said.text()).matches("[A-Z0-9].*\\.").doesNotContain("(not told)", "null");
        assertThat(said.remedy()).matches("[A-Z].*\\.").doesNotContain("(not told)", "null");
    }

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void namesEveryNumberAndNameThatTheReasonCarries(ReasonCode code) {
        Reason reason = example(code);

        String said = ReasonText.of(reason).whole().toLowerCase(Locale.ROOT);

        reason.names().forEach((key, value) -> {
            if (!key.equals("direction")) {
                assertThat(said).contains(value.toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        });
        reason.numbers().forEach((key, value) -> assertThat(said).contains(shown(key, value)));
    }

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void staysASentenceWhenTheReasonLacksItsFacts(ReasonCode code) {
        ReasonText said = ReasonText.of(Reason.of(code));

        assertThat(said.whole()).endsWith(".").doesNotContain("null");
    }

    @Test
    void tellsHowMuchMemoryWouldHaveToBeFreed() {
        Reason reason = Reason.of(ReasonCode.MEMORY_COMMITTED)
                .with("haveMib", 612)
                .with("needMib", 2_124)
                .with("limitMib", 14_336)
                .with("ratioPercent", 100);

        ReasonText said = ReasonText.of(reason);

        assertThat(said.text())
                .isEqualTo("Too little memory to promise: the guest needs 2124 MiB, the host has 612 MiB left of the"
                        + " 14336 MiB that 100 % of its memory allow.");
        assertThat(said.remedy())
                .isEqualTo("Free 1512 MiB by moving or stopping a guest there, or raise the host's memory ratio.");
    }

    @Test
    void saysThatNothingOverridesAnotherMakersCpu() {
        Reason reason = Reason.of(ReasonCode.CPU_VENDOR_DIFFERS)
                .with("from", "AuthenticAMD")
                .with("to", "GenuineIntel");

        ReasonText said = ReasonText.of(reason);

        assertThat(said.text())
                .isEqualTo("A running guest cannot move between CPUs of different makers: it runs on AuthenticAMD,"
                        + " the host has GenuineIntel.");
        assertThat(said.remedy()).startsWith("Nothing overrides this;");
    }

    @Test
    void tellsMigrationsIntoAHostFromThoseOutOfIt() {
        Reason in = slots("in");
        Reason out = slots("out");

        assertThat(ReasonText.of(in).text()).isEqualTo("2 of at most 2 migrations into the host are under way.");
        assertThat(ReasonText.of(out).text()).isEqualTo("2 of at most 2 migrations out of the host are under way.");
    }

    @Test
    void carriesCodeNamesAndNumbersBesideTheSentence() {
        Reason reason = Reason.of(ReasonCode.LABEL_MISSING).with("label", "ssd");

        ReasonResource resource = ReasonResource.of(reason);

        assertThat(resource.code()).isEqualTo(ReasonCode.LABEL_MISSING);
        assertThat(resource.names()).containsEntry("label", "ssd");
        assertThat(resource.text()).isEqualTo("The guest asks for hosts labelled ssd, and the host is not.");
    }

    private static Reason slots(String direction) {
        return Reason.of(ReasonCode.MIGRATION_SLOTS_TAKEN)
                .with("running", 2)
                .with("limit", 2)
                .with("direction", direction);
    }

    private static String shown(String key, long value) {
        return switch (key) {
            case "ageMs", "limitMs", "afterMs" -> value / 1_000 + "." + value % 1_000 / 100 + " s";
            case "have", "need" -> Versions.asText(value);
            default -> Long.toString(value);
        };
    }

    private static Reason example(ReasonCode code) {
        Reason reason = Reason.of(code);
        return switch (code) {
            case HOST_NOT_UP -> reason.with("state", "SUSPECT");
            case HOST_REPORT_STALE -> reason.with("ageMs", 21_300).with("limitMs", 15_000);
            case HOST_NOT_INVENTORIED, SAME_HOST -> reason;
            case OBSERVE_ONLY -> reason.with("host", "h1").with("by", "AGENT");
            case HOST_NOT_ACTIVE -> reason.with("duty", "CORDONED");
            case HOST_CANNOT_VIRTUALISE -> reason.with("vendor", "GenuineIntel");
            case CPU_VENDOR_DIFFERS -> reason.with("from", "AuthenticAMD").with("to", "GenuineIntel");
            case CPU_VENDOR_UNKNOWN, GUEST_LOCATION_UNKNOWN -> reason.with("host", "h3");
            case MOVED_SINCE -> reason.with("host", "h3").with("put", "h2");
            case GUEST_BLOCKS_EVACUATION -> reason.with("guest", "web-1");
            case GUEST_STAYS -> reason.with("guest", "web-1").with("host", "h1");
            case LIVE_MOVES_FAILED -> reason.with("guest", "web-1");
            case MIGRATION_DOES_NOT_CONVERGE ->
                reason.with("policy", "normal")
                        .with("dirtyMibPerSecond", 96)
                        .with("linkMibPerSecond", 32)
                        .with("downtimeMs", 800)
                        .with("afterMs", 161_000);
            case MIGRATION_TOOK_TOO_LONG ->
                reason.with("policy", "gentle").with("afterMs", 800_400).with("limitMs", 800_000);
            case MIGRATION_SENDS_NOTHING -> reason.with("afterMs", 150_300).with("limitMs", 150_000);
            case CPU_FEATURES_MISSING ->
                reason.with("model", "EPYC-Milan").with("features", "pku, erms").with("missing", 2);
            case CPU_NOT_THE_SAME ->
                reason.with("what", "microcode").with("have", "1").with("need", "2");
            case CPU_GENERATION_DIFFERS -> reason.with("have", "23.49").with("need", "25.1");
            case TSC_DIFFERS -> reason.with("haveKhz", 2_400_000).with("needKhz", 2_600_000);
            case CPU_INCOMPATIBLE -> reason.with("model", "EPYC").with("answer", "incompatible");
            case MACHINE_TYPE_MISSING -> reason.with("machineType", "pc-q35-7.2");
            case HOST_DEVICE_ATTACHED -> reason.with("device", "hostdev pci");
            case QEMU_OLDER -> reason.with("have", 7_002_001).with("need", 8_000_000);
            case GUEST_NOT_OFF -> reason.with("state", "RUNNING");
            case TLS_NOT_READY -> reason.with("host", "h2").with("state", "QEMU_CERTIFICATE_MISSING");
            case MEMORY_COMMITTED -> memory(reason).with("limitMib", 14_336).with("ratioPercent", 150);
            case MEMORY_GUARANTEED -> memory(reason).with("limitMib", 14_336);
            case MEMORY_NOW -> memory(reason);
            case CPU_COMMITTED ->
                reason.with("haveVcpus", 1)
                        .with("needVcpus", 4)
                        .with("limitVcpus", 32)
                        .with("ratioPercent", 400);
            case MORE_VCPUS_THAN_THREADS -> reason.with("vcpus", 8).with("threads", 4);
            case LABEL_MISSING -> reason.with("label", "ssd");
            case POOL_MISSING -> reason.with("pool", "images");
            case POOL_NOT_SHARED ->
                reason.with("pool", "images").with("host", "h2").with("step", "proved");
            case DISK_NOT_COPIED ->
                reason.with("disk", "vda")
                        .with("pool", "images")
                        .with("path", "/srv/web.qcow2")
                        .with("why", "backing");
            case DISK_NOT_TOLD -> reason.with("pool", "images").with("volume", "web.raw");
            case POOL_ELSEWHERE ->
                reason.with("pool", "images").with("have", "dir /other").with("need", "dir /srv");
            case POOL_TOO_FULL ->
                reason.with("pool", "images")
                        .with("haveMib", 900)
                        .with("heldMib", 100)
                        .with("limitMib", 800)
                        .with("needMib", 1_024);
            case VOLUME_EXISTS_THERE -> reason.with("disk", "vda").with("path", "/srv/web.raw");
            case LINK_MISSING -> reason.with("link", "br0").with("kind", "bridge");
            case NETWORK_MISSING -> reason.with("network", "backend");
            case ANTI_AFFINITY -> reason.with("group", "db").with("guest", "db-1");
            case GUEST_NOT_RUNNING -> reason.with("state", "SHUT_OFF");
            case GUEST_BUSY -> reason.with("operation", "0192f0c4-0000-7000-8000-000000000001");
            case MIGRATION_SLOTS_TAKEN -> slots("in");
            case GUEST_EXISTS_THERE -> reason.with("guest", "web-1");
            case NO_HOSTS -> reason.with("hosts", 0);
            case WAITS_FOR_MOVE -> reason.with("move", "step 3");
            case DISK_IN_NO_POOL ->
                reason.with("disk", "vda").with("path", "/srv/web.qcow2").with("device", "disk");
            case DISK_CHAIN_UNKNOWN -> reason.with("disk", "vda").with("path", "/srv/web.qcow2");
            case CPU_FROM_HOST -> reason.with("mode", "host-passthrough");
            case CACHE_MODE -> reason.with("disk", "vda").with("cache", "writeback");
            case INTERFACE_OF_HOST -> reason.with("kind", "direct").with("source", "eth0");
            case SNAPSHOTS_KEPT -> reason.with("snapshots", 3);
            case QEMU_CANNOT_SEND -> reason.with("what", "a constant clock").with("where", "invtsc");
            case HUGEPAGES_NEEDED -> reason.with("needMib", 2_048);
            case HUGEPAGES_MISSING -> reason.with("haveMib", 1_024).with("needMib", 2_048);
            case PINNED_TO_HOST -> reason.with("what", "CPUs").with("where", "0-3");
            case STATE_LEFT_BEHIND -> reason.with("kind", "TPM").with("where", "swtpm");
            case STATE_ON_HOST -> reason.with("kind", "nvram").with("where", "/var/lib/libvirt/qemu/nvram/web.fd");
            case GUEST_NAME_UNUSABLE -> reason.with("name", "web server");
            case GUEST_TRANSIENT -> reason.with("name", "web-1");
            case GUEST_NOT_ADOPTABLE -> reason.with("detail", "memoryMib is 8");
            case GUEST_KNOWN_ELSEWHERE ->
                reason.with("guest", "web-1").with("host", "h2").with("what", "name");
            case CARRIES_CONTROLLER -> reason.with("guest", "herd");
        };
    }

    private static Reason memory(Reason reason) {
        return reason.with("haveMib", 612).with("needMib", 2_124);
    }
}
