package io.kvmherd.agent.core.domain;

import java.util.List;

/**
 * What a host's libvirt calls things.
 *
 * @param emulator path of QEMU, empty for libvirt's default
 * @param architecture of the guests ("x86_64")
 * @param machineTypes versioned machine types; empty where the driver has none, and then none is asked for
 * @param hardwareType domain type that runs guests by the host's CPU
 * @param softwareType domain type that emulates the CPU
 */
public record EmulatorFacts(
        String emulator, String architecture, List<String> machineTypes, String hardwareType, String softwareType) {

    public EmulatorFacts {
        machineTypes = List.copyOf(machineTypes);
    }

    /** libvirt's QEMU driver on x86. */
    public static EmulatorFacts qemu(String emulator, List<String> machineTypes) {
        return new EmulatorFacts(emulator, "x86_64", machineTypes, "kvm", "qemu");
    }
}
