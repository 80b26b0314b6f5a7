package io.kvmherd.cli;

import io.kvmherd.cli.client.Pace;

/** Time that goes by only when somebody waits. */
public final class FakePace implements Pace {
    private long now;

    @Override
    public long elapsedMs() {
        return now;
    }

    @Override
    public void pause(long ms) {
        now += ms;
    }
}
