package io.kvmherd.common.api;

/**
 * Body of a request that needs nothing but its path: cordon, uncordon, start, shutdown, stop. A missing body
 * means the defaults.
 *
 * @param reason why, for those who read it later; empty if missing
 * @param dryRun only plan; false if missing. Refused for cordon and uncordon, which move nothing
 */
public record ActionRequest(String reason, boolean dryRun) {
    public static final ActionRequest PLAIN = new ActionRequest("", false);
}
