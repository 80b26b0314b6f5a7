package io.kvmherd.common.protocol;

/**
 * Which life of a host a message belongs to.
 *
 * @param bootId the kernel's random id of this boot; a new one proves that everything that ran before is gone
 * @param agentIncarnation counter of the agent's starts, kept in its guard log
 */
public record HostGeneration(String bootId, long agentIncarnation) {}
