package io.kvmherd.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.lab.Cluster.Guest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** libvirt's own hook keeps a guest from running where its right to run was taken away, while no agent is there. */
@ExtendWith(LabExtension.class)
final class HookIT {
    private final Cluster cluster;
    private final Lab lab;

    HookIT(Cluster cluster) {
        this.cluster = cluster;
        this.lab = cluster.lab();
    }

    @Test
    void refusesAStartByHandWhereTheGuestHasLeft() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("departed"));
        Path kept = keptDefinition(guest);
        assertThat(cluster.kvmherd("migrate", guest.name(), "--to", "h2")
                        .data()
                        .path("state")
                        .asText())
                .isEqualTo("SUCCEEDED");
        lab.killAgent("h1");
        lab.virsh("h1", "define", kept.toString());

        Run start = lab.tryVirsh("h1", "start", guest.name());

        assertThat(start.exit()).isNotZero();
        assertThat(start.err()).contains("kvmherd: guest " + guest.name() + " may not run here");
        lab.virsh("h1", "undefine", guest.name());
        cluster.assertRunsOnceOn(guest, "h2");
        lab.startAgent("h1");
    }

    @Test
    void letsAGuestThatIsNotOursStart() {
        Guest guest = cluster.createOn("h1", GuestOrder.guest("model"));
        String ours = lab.virsh("h1", "dumpxml", guest.name(), "--inactive");
        String foreign = ours.replaceAll("(?s)<metadata>.*</metadata>", "")
                .replaceAll("<uuid>.*</uuid>", "")
                .replaceAll("<mac address=.*/>", "")
                .replace("<name>" + guest.name() + "</name>", "<name>foreign</name>")
                .replace(guest.id(), "foreign");
        lab.virsh("h1", "define", written("foreign", foreign).toString());

        lab.virsh("h1", "start", "foreign");

        assertThat(lab.domains("h1")).containsEntry("foreign", "running");
        lab.virsh("h1", "destroy", "foreign");
        lab.virsh("h1", "undefine", "foreign");
    }

    /** What a colleague may have in a file since yesterday: the guest's XML as it was on its first host. */
    private Path keptDefinition(Guest guest) {
        return written(guest.name(), lab.virsh(guest.host(), "dumpxml", guest.name(), "--inactive"));
    }

    /** Written where the host's own mount namespace shows the same path. */
    private static Path written(String name, String xml) {
        try {
            return Files.writeString(Lab.STATE.resolve("kept-" + name + ".xml"), xml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
