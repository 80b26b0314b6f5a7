package io.kvmherd.agent.worker;

import io.kvmherd.agent.core.guard.CommandGuard;
import io.kvmherd.agent.core.port.Hypervisor;
import io.kvmherd.agent.core.port.Machine;
import io.kvmherd.agent.core.report.ReportAssembler;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.LinkMessage.Inventory;

/** Looks at the host as a whole, for an inventory or a report. Blocks as long as the hypervisor takes. */
final class Inventories {
    private final Machine machine;
    private final Hypervisor hypervisor;
    private final CommandGuard guard;
    private final ReportAssembler assembler;

    Inventories(Machine machine, Hypervisor hypervisor, CommandGuard guard, ReportAssembler assembler) {
        this.machine = machine;
        this.hypervisor = hypervisor;
        this.guard = guard;
        this.assembler = assembler;
    }

    /** @throws io.kvmherd.common.failure.KvmherdException as the hypervisor does */
    Inventory inventory() {
        HostFacts facts = assembler.facts(machine.facts(), hypervisor.facts());
        return new Inventory(guard.highestEpoch(), guard.generation(), facts, hypervisor.guests(), guard.openSteps());
    }

    /** @throws io.kvmherd.common.failure.KvmherdException as the hypervisor does */
    HostReport report() {
        return assembler.assemble(machine.facts(), machine.load(), hypervisor.facts(), hypervisor.guests());
    }
}
