package io.kvmherd.agent.linux;

import io.kvmherd.common.model.Pressure;

/** Size and use of one resource scope. */
interface ScopeMeter {
    int threads();

    long memoryBytes();

    /** Memory that new work could have without pushing others out, in bytes. */
    long availableBytes();

    /** CPU time used since some fixed moment, in nanoseconds. */
    long cpuNanos();

    Pressure pressure();
}
