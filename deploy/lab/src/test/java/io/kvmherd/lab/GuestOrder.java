package io.kvmherd.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A guest to be created: by default a small emulated one that ticks, on any namespace host. Names are never used twice in
 * one run, because a tick log outlives its guest.
 *
 * @param words what its kernel's command line has besides, with a space before each
 */
record GuestOrder(String name, int memoryMib, String words, List<String> flags) {
    /** Label of the namespace hosts. */
    static final String RACK = "rack-1";

    /** Label of the host of the other vendor. */
    static final String OTHER_RACK = "rack-2";

    /** Label of the emulated Intel host where that is neither of them. */
    static final String THIRD_RACK = "rack-3";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String BOOT = "/var/lib/kvmherd-lab/boot/";

    GuestOrder {
        flags = List.copyOf(flags);
    }

    static GuestOrder guest(String stem) {
        return onRack(stem, RACK);
    }

    static GuestOrder onRack(String stem, String rack) {
        return new GuestOrder(stem + "-" + COUNT.incrementAndGet(), 128, "", List.of("--emulated", "--label", rack));
    }

    /** Runs on a host's own CPU instead, wherever there is one that can. */
    static GuestOrder kvmGuest(String stem) {
        return new GuestOrder(stem + "-" + COUNT.incrementAndGet(), 128, "", List.of("--kvm"));
    }

    GuestOrder memory(int mib) {
        return new GuestOrder(name, mib, words, flags);
    }

    GuestOrder named(String other) {
        return new GuestOrder(other, memoryMib, words, flags);
    }

    GuestOrder with(String... more) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of(more));
        return new GuestOrder(name, memoryMib, words, all);
    }

    /** Writes so much memory over and over, as fast as it can. */
    GuestOrder dirtying(int mib) {
        return new GuestOrder(name, memoryMib, " dirty=" + mib, flags);
    }

    /** The words after {@code kvmherd}. */
    List<String> command() {
        List<String> typed = new ArrayList<>(List.of(
                "guest",
                "create",
                name,
                "--memory",
                memoryMib + "M",
                "--kernel",
                BOOT + "vmlinuz",
                "--initrd",
                BOOT + "initrd",
                "--cmdline",
                "console=ttyS0 quiet panic=-1 name=" + name + words));
        typed.addAll(flags);
        return typed;
    }

    /** The same as a body of {@code POST /v1/guests}, without the flags. */
    String body() {
        return """
                {"spec": {"name": "%1$s", "vcpus": 1, "memoryMib": %2$d, "virtualisation": "EMULATED",
                  "requiredLabels": ["%3$s"],
                  "boot": {"kernel": "%4$svmlinuz", "initrd": "%4$sinitrd",
                    "commandLine": "console=ttyS0 quiet panic=-1 name=%1$s"}},
                 "start": true}""".formatted(name, memoryMib, RACK, BOOT);
    }
}
