package io.kvmherd.common.api;

/**
 * Body of a request to create a guest.
 *
 * @param spec what it shall be
 * @param start whether to start it as well; false if missing
 * @param reason why, for those who read it later; empty if missing
 * @param dryRun only plan; false if missing
 */
public record CreateGuestRequest(RequestedSpec spec, boolean start, String reason, boolean dryRun) {}
