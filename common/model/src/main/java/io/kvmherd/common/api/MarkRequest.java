package io.kvmherd.common.api;

/**
 * Body of a request to say what a guest is to the cluster.
 *
 * @param carriesController whether a controller of this cluster runs in it
 * @param withoutDiskLock whether its host starts it by itself after a power cut though no lock on its disks keeps it from
 *     running twice
 * @param reason why, for those who read it later
 */
public record MarkRequest(boolean carriesController, boolean withoutDiskLock, String reason) {}
