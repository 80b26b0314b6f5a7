package io.kvmherd.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this suite sets in the configurations that {@code lab up} writes: labels, by which tests say where guests belong, and a
 * short time after which definitions are read again, for which tests wait.
 */
final class LabSettings {
    private LabSettings() {}

    static void apply(Lab lab) {
        lab.namespaceHosts().forEach(host -> {
            label(lab.agentConfiguration(host), GuestOrder.RACK);
            replace(lab.agentConfiguration(host), "libvirt:\n", "libvirt:\n  sweepSeconds: 5\n");
        });
        if (lab.machinesAreUp()) {
            lab.machineHosts()
                    .forEach(host -> label(
                            lab.agentConfiguration(host),
                            host.equals(lab.otherVendorHost()) ? GuestOrder.OTHER_RACK : GuestOrder.THIRD_RACK));
        }
    }

    private static void label(Path configuration, String label) {
        replace(configuration, "labels: []", "labels: [" + label + "]");
    }

    private static void replace(Path configuration, String from, String to) {
        try {
            String text = Files.readString(configuration);
            if (!text.contains(from)) {
                throw new AssertionError(configuration + " has no \"" + from.strip() + "\" to replace");
            }
            Files.writeString(configuration, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
