package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kvmherd.lab.Cluster.Guest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Guests on the processors themselves, and a host of the same maker whose processor is older than theirs. */
@Tag("kvm")
@MachineHosts({KvmOlderCpuIT.HOME, KvmOlderCpuIT.OLDER})
@ExtendWith(LabExtension.class)
final class KvmOlderCpuIT {
    static final String HOME = "m-amd";
    static final String OLDER = "m-amd-old";

    /** A model with more than the older host has, all of which the emulation of {@link #HOME} has. */
    private static final String MODEL = "Westmere";

    /** Where libvirt's name of a feature is another one than the kernel's. */
    private static final Map<String, String> KERNEL_NAMES =
            Map.of("pclmuldq", "pclmulqdq", "sse4.1", "sse4_1", "sse4.2", "sse4_2");

    private final Cluster cluster;
    private final Lab lab;

    KvmOlderCpuIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void namesTheFeaturesThatAnOlderProcessorOfTheSameMakerLacks() {
        Guest guest =
                cluster.createOn(HOME, GuestOrder.kvmGuest("newer").memory(96).with("--cpu-model", MODEL));
        JsonNode lacking = awaitReason(guest, OLDER, "CPU_FEATURES_MISSING");

        Told told = cluster.kvmherd("migrate", guest.name(), "--to", OLDER);

        assertThat(told.exit()).isEqualTo(5);
        assertThat(told.said())
                .contains("features that the host lacks")
                .contains(lacking.path("names").path("features").asText());
        List<String> features = kernelNames(lacking.path("names").path("features"));
        assertThat(features)
                .contains("ssse3", "aes")
                .hasSize(lacking.path("numbers").path("missing").asInt());
        assertThat(flags(HOME)).containsAll(features);
        assertThat(flags(OLDER)).doesNotContainAnyElementsOf(features);
        assertThat(comparedByLibvirt(OLDER, guest).exit()).isNotZero();
        assertThat(comparedByLibvirt(HOME, guest).exit()).isZero();
        cluster.assertRunsOnceOn(guest, HOME);
    }

    /** What CPU a guest has is told by its host twenty seconds later at most. */
    private JsonNode awaitReason(Guest guest, String host, String code) {
        return await(host + " is ruled out for " + code)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .pollInSameThread()
                .until(() -> reason(guest, host, code), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<JsonNode> reason(Guest guest, String host, String code) {
        return Json.list(cluster.kvmherd("guest", "explain", guest.name()).data(), "hosts").stream()
                .filter(one -> one.path("host").asText().equals(host))
                .flatMap(one -> Json.list(one, "reasons").stream())
                .filter(reason -> reason.path("code").asText().equals(code))
                .findFirst();
    }

    private static List<String> kernelNames(JsonNode features) {
        return List.of(features.asText().split(", ")).stream()
                .map(feature -> KERNEL_NAMES.getOrDefault(feature, feature))
                .toList();
    }

    private Set<String> flags(String host) {
        return new TreeSet<>(List.of(lab.exec(host, "sh", "-c", "grep -m1 ^flags /proc/cpuinfo")
                .strip()
                .split("\\s+")));
    }

    /** The running guest's CPU, given to the libvirt of a host. */
    private Run comparedByLibvirt(String host, Guest guest) {
        String domain = lab.virsh(guest.host(), "dumpxml", guest.name());
        String cpu = domain.substring(domain.indexOf("<cpu"), domain.indexOf("</cpu>") + "</cpu>".length());
        return lab.tryExec(
                host,
                "sh",
                "-c",
                "printf %s '" + cpu.replace('\'', '"') + "' >/tmp/cpu.xml"
                        + " && virsh hypervisor-cpu-compare --virttype kvm --error /tmp/cpu.xml");
    }
}
