package io.kvmherd.controller;

import io.kvmherd.common.model.CpuProfile;
import io.kvmherd.common.model.CpuVendor;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.GuestJob;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostFacts;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.HostLoad;
import io.kvmherd.common.model.ObservedGuest;
import io.kvmherd.common.model.Pressure;
import io.kvmherd.common.model.ResourceScope;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.CommandEnvelope;
import io.kvmherd.common.protocol.CommandResult;
import io.kvmherd.common.protocol.HostGeneration;
import io.kvmherd.common.protocol.HostReport;
import io.kvmherd.common.protocol.LinkMessage;
import io.kvmherd.common.protocol.ProtocolVersion;
import io.kvmherd.controller.link.DialledAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An agent that does what it is told at once, with one guest at most. */
final class ObedientAgent {
    private static final HostGeneration LIFE = new HostGeneration("boot-1", 1);

    private final HostId host;
    private final DialledAgent link;
    private Optional<ObservedGuest> guest = Optional.empty();

    ObedientAgent(HostId host, DialledAgent link) {
        this.host = host;
        this.link = link;
    }

    /** Greets, and tells what it has. */
    LinkMessage.ControllerHello introduce() throws Exception {
        link.say(new LinkMessage.AgentGreeting(
                ProtocolVersion.CURRENT, host, LIFE, 0, Optional.empty(), Optional.empty()));
        LinkMessage.ControllerHello hello = (LinkMessage.ControllerHello) link.hear();
        link.say(new LinkMessage.Inventory(hello.epoch().number(), LIFE, facts(), guests(), List.of()));
        return hello;
    }

    HostReport report(long sequence) {
        HostLoad load = new HostLoad(100, 12_000, Pressure.UNKNOWN);
        return new HostReport(ProtocolVersion.CURRENT, host, LIFE, sequence, "", facts(), load, guests());
    }

    /** Carries out one command, and names it. */
    String obey() throws Exception {
        LinkMessage heard = link.hear();
        while (!(heard instanceof CommandEnvelope)) {
            heard = link.hear();
        }
        CommandEnvelope envelope = (CommandEnvelope) heard;
        CommandResult result = switch (envelope.command()) {
            case AgentCommand.CreateGuest create -> {
                guest = Optional.of(observed(create, envelope, GuestState.SHUT_OFF));
                yield new CommandResult.Done();
            }
            case AgentCommand.StartGuest start -> {
                guest = guest.map(off -> running(off));
                yield new CommandResult.Done();
            }
            case AgentCommand.InspectGuest inspect ->
                new CommandResult.GuestInspected(guest, envelope.placement().value(), 0);
            case AgentCommand.ReadGuestXml read ->
                new CommandResult.GuestDescribed("<domain type='qemu'/>", "pc-q35-7.2", 7_002_001, Optional.empty());
            default -> throw new AssertionError("nobody taught it " + envelope.command());
        };
        link.say(new LinkMessage.CommandAnswer(envelope.operation(), envelope.step(), result));
        return envelope.command().getClass().getSimpleName();
    }

    private List<ObservedGuest> guests() {
        List<ObservedGuest> guests = new ArrayList<>();
        guest.ifPresent(guests::add);
        return guests;
    }

    private static ObservedGuest observed(AgentCommand.CreateGuest create, CommandEnvelope envelope, GuestState state) {
        GuestId id = create.guest();
        return new ObservedGuest(
                id,
                create.spec().name(),
                Optional.of(envelope.placement()),
                state,
                GuestJob.NONE,
                create.spec().vcpus(),
                create.spec().memoryMib(),
                0,
                0);
    }

    private static ObservedGuest running(ObservedGuest off) {
        return new ObservedGuest(
                off.id(),
                off.name(),
                off.placement(),
                GuestState.RUNNING,
                off.job(),
                off.vcpus(),
                off.memoryMib(),
                64,
                10);
    }

    private HostFacts facts() {
        return new HostFacts(
                new CpuProfile(CpuVendor.INTEL, "Skylake-Client", List.of(), true),
                ResourceScope.MACHINE,
                8,
                4,
                16_384,
                0,
                7_002_001,
                9_000_000,
                List.of("pc-q35-7.2"),
                List.of(),
                List.of("default"),
                List.of(),
                "192.0.2.1");
    }
}
