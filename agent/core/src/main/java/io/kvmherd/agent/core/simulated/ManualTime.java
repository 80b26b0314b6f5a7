package io.kvmherd.agent.core.simulated;

/** Time that passes only because somebody sleeps or says so; sleeping returns at once. */
public final class ManualTime implements SimulatedTime {

    private long nowMs;

    @Override
    public synchronized long nowMs() {
        return nowMs;
    }

    @Override
    public synchronized void sleepMs(long ms) {
        nowMs += ms;
    }
}
