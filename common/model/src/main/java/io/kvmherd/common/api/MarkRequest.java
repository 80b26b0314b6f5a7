package io.kvmherd.common.api;

/**
 * Body of a request to say what a guest is to the cluster.
 *
 * @param carriesController whether a controller of this cluster runs in it
 * @param reason why, for those who read it later
 */
public record MarkRequest(boolean carriesController, String reason) {}
