package io.kvmherd.common.model;

/** How a guest's CPU is run. */
public enum Virtualisation {
    /** By the host's own CPU (libvirt type {@code kvm}); needs a host that virtualises. */
    KVM,
    /** By software (libvirt type {@code qemu}); runs anywhere, slowly. */
    EMULATED
}
