package io.kvmherd.controller.engine.placement;

import io.kvmherd.common.model.CpuOffer;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.Virtualisation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** CPUs of hosts and guests that were derived from libvirt's CPU map, and what libvirt's comparison says to each pair. */
final class DerivedCpus {
    private static final Path FOLDER = Path.of("src/test/resources/io/kvmherd/controller/engine/placement/cpu");

    private final Map<String, List<String>> models = new LinkedHashMap<>();

    private DerivedCpus() {
        read("models.txt").forEach((model, features) -> models.put(model, List.of(features.split(" "))));
    }

    static Map<String, CpuOffer> hosts() {
        DerivedCpus cpus = new DerivedCpus();
        Map<String, CpuOffer> hosts = new LinkedHashMap<>();
        read("hosts.txt")
                .forEach((name, text) ->
                        hosts.put(name, new CpuOffer(Virtualisation.KVM, vendor(text), cpus.features(text))));
        return hosts;
    }

    static Map<String, GuestCpu> guests() {
        DerivedCpus cpus = new DerivedCpus();
        Map<String, GuestCpu> guests = new LinkedHashMap<>();
        read("guests.txt")
                .forEach((name, text) ->
                        guests.put(name, new GuestCpu(vendor(text), text.split(" ")[1], cpus.features(text), false)));
        return guests;
    }

    /** "host guest" to "fits", "vendor" or the features that are missing. */
    static Map<String, String> answers() {
        return read("answers.txt");
    }

    private static String vendor(String text) {
        String vendor = text.split(" ")[0];
        return vendor.equals("-") ? "" : vendor;
    }

    private List<String> features(String text) {
        String[] words = text.split(" ");
        TreeSet<String> features = new TreeSet<>(models.getOrDefault(words[1], List.of()));
        for (String word : words) {
            if (word.startsWith("+")) {
                features.add(word.substring(1));
            } else if (word.length() > 1 && word.startsWith("-")) {
                features.remove(word.substring(1));
            }
        }
        return List.copyOf(features);
    }

    private static Map<String, String> read(String file) {
        try {
            Map<String, String> lines = new LinkedHashMap<>();
            for (String line : Files.readAllLines(FOLDER.resolve(file))) {
                if (!line.startsWith("#")) {
                    lines.put(line.substring(0, line.indexOf(": ")), line.substring(line.indexOf(": ") + 2));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
