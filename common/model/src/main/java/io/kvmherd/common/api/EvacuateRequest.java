package io.kvmherd.common.api;

/**
 * Body of a request to evacuate a host. A missing body means the defaults.
 *
 * @param reason why, for those who read it later; empty if missing
 * @param dryRun only plan; false if missing
 * @param copyStorage whether disks in pools that are not shared are copied along; false if missing
 */
public record EvacuateRequest(String reason, boolean dryRun, boolean copyStorage) {}
