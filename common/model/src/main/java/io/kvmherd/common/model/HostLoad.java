package io.kvmherd.common.model;

/**
 * What a host's scope uses right now.
 *
 * @param cpuUsedMilli CPU in use since the previous sample, in thousandths of a thread
 * @param memoryAvailableMib memory that new work could have without pushing others out
 * @param pressure stall averages
 */
public record HostLoad(long cpuUsedMilli, long memoryAvailableMib, Pressure pressure) {}
