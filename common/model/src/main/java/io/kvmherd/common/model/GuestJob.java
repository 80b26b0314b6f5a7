package io.kvmherd.common.model;

/** The long job that libvirt runs on a guest. */
public enum GuestJob {
    NONE,
    MIGRATION_OUT,
    MIGRATION_IN,
    OTHER
}
