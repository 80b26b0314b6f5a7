package io.kvmherd.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this suite sets in the configurations that {@code lab up} writes: labels, by which tests say where guests belong. */
final class LabSettings {
    private LabSettings() {}

    static void apply(Lab lab) {
        lab.namespaceHosts().forEach(host -> label(lab.agentConfiguration(host), GuestOrder.RACK));
        if (lab.machinesAreUp()) {
            lab.machineHosts()
                    .forEach(host -> label(
                            lab.agentConfiguration(host),
                            host.equals(lab.otherVendorHost()) ? GuestOrder.OTHER_RACK : GuestOrder.THIRD_RACK));
        }
    }

    private static void label(Path configuration, String label) {
        try {
            String text = Files.readString(configuration);
            String labelled = text.replace("labels: []", "labels: [" + label + "]");
            if (labelled.equals(text)) {
                throw new AssertionError(configuration + " has no line \"labels: []\" to replace");
            }
            Files.writeString(configuration, labelled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
