package io.kvmherd.agent.core.guard;

import io.kvmherd.common.model.DirectBoot;
import io.kvmherd.common.model.GuestDisk;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.VolumeReference;
import io.kvmherd.common.protocol.AgentCommand;
import io.kvmherd.common.protocol.AgentCommand.Change;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a change was asked to do, besides its kind, guest and generation, as a digest for the guard's log: a step that comes
 * again has to be the same step.
 *
 * <p>The digest of the bytes that came over the link would be simpler and is wrong. A controller works a command out anew
 * each time it sends it: a migration's bound and the addresses of its hosts may have changed since, a controller that was
 * started anew does not know which pools were proved, the text of a definition is left out once the guest is seen, and a
 * newer controller says fields that an older one did not. All of these are the same step, and its operation would
 * fail if it were refused. So each command names what it changes about the host, and leaves out how fast, how long and by
 * which way.
 *
 * <p>Each argument is its name, the length of its value and the value, so no two lists of arguments have the same bytes. What
 * is empty is left out: an argument that a later version adds does not change the digests of steps that it finds begun.
 */
final class CommandArguments {
    private final StringBuilder canonical = new StringBuilder();

    private CommandArguments() {}

    /** SHA-256 over the canonical form, in hex. */
    static String digestOf(Change change) {
        try {
            byte[] canonical = of(change).canonical.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static CommandArguments of(Change change) {
        CommandArguments none = new CommandArguments();
        return switch (change) {
            case AgentCommand.WritePoolProof c -> none.with("pool", c.pool()).with("nonce", c.nonce());
            case AgentCommand.CreateGuest c -> ofSpec(c.spec());
            case AgentCommand.StartGuest c -> none;
            case AgentCommand.ShutDownGuest c -> none;
            case AgentCommand.DestroyGuest c -> none;
            case AgentCommand.DestroyLeftBehind c -> none;
            case AgentCommand.DeleteGuest c -> none;
            case AgentCommand.ResumeGuest c -> none;
            case AgentCommand.ExpectArrival c ->
                none.with("from", c.from().value()).withDisks(c.copies());
            case AgentCommand.WithdrawArrival c -> none.withDisks(c.discarded());
            case AgentCommand.MigrateGuest c -> none.with("to", c.to().value()).with("copied", c.copiedDisks());
            case AgentCommand.RelocateGuest c -> none.with("to", c.to().value());
            case AgentCommand.FollowMigration c -> none;
            case AgentCommand.LimitMigration c -> none.with("mibPerSecond", c.mibPerSecond());
            case AgentCommand.StartPostCopy c -> none;
            case AgentCommand.AbortMigration c -> none;
            case AgentCommand.AdoptArrival c -> none.withDisks(c.copies());
            case AgentCommand.BuryGuest c -> none;
            case AgentCommand.AdoptGuest c ->
                none.with("startsWithHost", c.startsWithHost().name())
                        .with("ownStart", c.ownStart().map(Enum::name).orElse(""));
            case AgentCommand.RedefineGuest c ->
                none.with("name", c.name()).with("autostart", c.autostart() ? "true" : "");
            case AgentCommand.ReleaseGuest c -> none;
        };
    }

    /** What of it becomes a domain. Where the guest may go, and how it moves, is not written down on a host. */
    private static CommandArguments ofSpec(GuestSpec spec) {
        CommandArguments arguments = new CommandArguments()
                .with("name", spec.name())
                .with("vcpus", spec.vcpus())
                .with("memoryMib", spec.memoryMib())
                .with("memoryMinMib", spec.memoryMinMib())
                .with("virtualisation", spec.virtualisation().name())
                .with("cpuModel", spec.cpuModel())
                .with("machineType", spec.machineType())
                .with("kernel", spec.boot().map(DirectBoot::kernel).orElse(""))
                .with("initrd", spec.boot().map(DirectBoot::initrd).orElse(""))
                .with("commandLine", spec.boot().map(DirectBoot::commandLine).orElse(""))
                .with("network", spec.networks());
        for (VolumeReference volume : spec.volumes()) {
            arguments
                    .with("pool", volume.pool())
                    .with("volume", volume.volume())
                    .with("format", volume.format().name());
        }
        return arguments;
    }

    private CommandArguments withDisks(List<GuestDisk> disks) {
        for (GuestDisk disk : disks) {
            with("disk", disk.disk())
                    .with("pool", disk.pool())
                    .with("path", disk.path())
                    .with("format", disk.format().name())
                    .with("sizeBytes", disk.sizeBytes());
        }
        return this;
    }

    private CommandArguments with(String name, List<String> values) {
        values.forEach(value -> with(name, value));
        return this;
    }

    private CommandArguments with(String name, long value) {
        return value == 0 ? this : with(name, Long.toString(value));
    }

    private CommandArguments with(String name, String value) {
        if (!value.isEmpty()) {
            canonical
                    .append(name)
                    .append(' ')
                    .append(value.length())
                    .append(' ')
                    .append(value);
        }
        return this;
    }
}
