package io.kvmherd.agent.core.simulated;

import io.kvmherd.agent.core.guard.GuardLogContract;
import io.kvmherd.agent.core.port.GuardLog;

final class SimulatedGuardLogTest extends GuardLogContract {

    @Override
    protected GuardLog fresh() {
        return new SimulatedGuardLog();
    }

    @Override
    protected GuardLog reopened(GuardLog log) {
        return ((SimulatedGuardLog) log).reopened();
    }
}
