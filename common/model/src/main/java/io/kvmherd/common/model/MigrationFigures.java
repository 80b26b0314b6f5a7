package io.kvmherd.common.model;

/**
 * What a migration that has ended took, as the destination's libvirt measured it.
 *
 * @param downtimeMs how long the guest stood still
 * @param totalMs from its beginning to its end
 * @param sentBytes what went over the network, memory that was sent again included
 */
public record MigrationFigures(long downtimeMs, long totalMs, long sentBytes) {}
