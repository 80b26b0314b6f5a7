package io.kvmherd.agent.core.simulated;

/** The time of simulated hosts: real in a daemon that plays a host, a number in tests. */
public interface SimulatedTime {

    long nowMs();

    /** Returns when that much time has passed. The only thing of a simulated host that may block for long. */
    void sleepMs(long ms);
}
