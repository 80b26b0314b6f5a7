package io.kvmherd.common.model;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;

/**
 * How far a host is overcommitted.
 *
 * @param memoryPercent committed memory as a percentage of what the host can use; 100 means no overcommit
 * @param cpuPercent shared virtual CPUs as a percentage of the host's CPU capacity; 400 means four to one
 */
public record Ratios(int memoryPercent, int cpuPercent) {
    public static final Ratios DEFAULT = new Ratios(100, 400);

    public Ratios {
        if (memoryPercent < 10 || memoryPercent > 1_000) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT,
                    "memory ratio is " + memoryPercent + " %; it must be between 10 and 1000 %");
        }
        if (cpuPercent < 10 || cpuPercent > 10_000) {
            throw new KvmherdException(
                    ErrorCode.INVALID_INPUT, "CPU ratio is " + cpuPercent + " %; it must be between 10 and 10000 %");
        }
    }
}
