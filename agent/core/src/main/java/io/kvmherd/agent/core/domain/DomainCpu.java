package io.kvmherd.agent.core.domain;

/**
 * The CPU that a guest is given.
 *
 * @param mode custom, host-model, host-passthrough, maximum; empty when nothing is said
 * @param model libvirt's model, empty when none is named
 */
public record DomainCpu(String mode, String model) {}
