package io.kvmherd.cli.command;

import io.kvmherd.cli.command.Converters.MemorySize;
import io.kvmherd.common.api.RequestedBoot;
import io.kvmherd.common.api.RequestedSpec;
import io.kvmherd.common.api.RequestedVolume;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference.Format;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a guest shall be, as flags. A flag that is not given leaves what the file says. */
final class GuestFlags {
    private static final Pattern VOLUME = Pattern.compile("([^/:]+)/([^/:]+)(?::(raw|qcow2))?");

    @Option(names = "--vcpus", paramLabel = "N", description = "Virtual CPUs (default 1).")
    private @Nullable Integer vcpus;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory that the guest sees: 512M, 1G; a number is MiB.")
    private @Nullable MemorySize memory;

    @Option(
            names = "--memory-min",
            paramLabel = "SIZE",
            description = "Of it guaranteed, never overcommitted (default: half of it).")
    private @Nullable MemorySize memoryMin;

    @Option(names = "--emulated", description = "Run the CPU in software; any host can.")
    private boolean emulated;

    @Option(names = "--kvm", description = "Run on the host's own CPU (default).")
    private boolean kvm;

    @Option(names = "--cpu-model", paramLabel = "MODEL", description = "libvirt's CPU model (default: the plainest).")
    private @Nullable String cpuModel;

    @Option(names = "--machine", paramLabel = "TYPE", description = "Versioned machine type, such as pc-q35-7.2.")
    private @Nullable String machine;

    @Option(names = "--kernel", paramLabel = "PATH", description = "Kernel to load directly; a path on the hosts.")
    private @Nullable String kernel;

    @Option(names = "--initrd", paramLabel = "PATH", description = "Its initial file system; a path on the hosts.")
    private @Nullable String initrd;

    @Option(names = "--cmdline", paramLabel = "TEXT", description = "Its command line.")
    private @Nullable String commandLine;

    @Option(
            names = "--volume",
            paramLabel = "POOL/NAME[:FORMAT]",
            description = "Existing disk, qcow2 (default) or raw. May be repeated.")
    private @Nullable List<String> volumes;

    @Option(names = "--network", paramLabel = "NAME", description = "libvirt network, one interface. May be repeated.")
    private @Nullable List<String> networks;

    @Option(names = "--label", paramLabel = "LABEL", description = "Only on hosts with this label. May be repeated.")
    private @Nullable List<String> labels;

    @Option(
            names = "--anti-affinity",
            paramLabel = "GROUP",
            description = "Never on one host with others of this group.")
    private @Nullable String antiAffinity;

    @Option(
            names = "--cannot-move",
            paramLabel = "WHAT",
            description = "When an evacuation cannot move it: block (default) or shut-down.")
    private @Nullable String cannotMove;

    @Option(
            names = "--migration-policy",
            paramLabel = "POLICY",
            description =
                    "How far its live migrations may go: gentle, normal, must-finish, or values of its own, such as"
                            + " downtime=400,auto-converge (default: the cluster's).")
    private @Nullable MigrationPolicy migrationPolicy;

    /**
     * The file's specification with what the flags say instead.
     *
     * @param name as typed, or empty for the file's
     * @throws KvmherdException INVALID_INPUT naming the flag that cannot be
     */
    RequestedSpec over(RequestedSpec file, String name) {
        if (emulated && kvm) {
            throw invalid("--emulated and --kvm exclude each other");
        }
        return new RequestedSpec(
                name.isEmpty() ? file.name() : name,
                vcpus == null ? Math.max(1, file.vcpus()) : vcpus,
                memory == null ? file.memoryMib() : memory.mib(),
                memoryMin == null ? file.memoryMinMib() : Optional.of(memoryMin.mib()),
                kind().or(file::virtualisation),
                orElse(cpuModel, file.cpuModel()),
                orElse(machine, file.machineType()),
                boot(file.boot()),
                volumes == null
                        ? file.volumes()
                        : volumes.stream().map(GuestFlags::volume).toList(),
                orElse(networks, file.networks()),
                orElse(labels, file.requiredLabels()),
                orElse(antiAffinity, file.antiAffinityGroup()),
                cannotMove == null ? file.cannotMove() : Optional.of(cannotMove(cannotMove)),
                migrationPolicy == null ? file.migration() : Optional.of(migrationPolicy));
    }

    private Optional<Virtualisation> kind() {
        if (emulated) {
            return Optional.of(Virtualisation.EMULATED);
        }
        return kvm ? Optional.of(Virtualisation.KVM) : Optional.empty();
    }

    private Optional<RequestedBoot> boot(Optional<RequestedBoot> file) {
        if (kernel == null && initrd == null && commandLine == null) {
            return file;
        }
        RequestedBoot before = file.orElse(new RequestedBoot("", "", ""));
        RequestedBoot boot = new RequestedBoot(
                orElse(kernel, before.kernel()),
                orElse(initrd, before.initrd()),
                orElse(commandLine, before.commandLine()));
        if (boot.kernel().isEmpty()) {
            throw invalid("--initrd and --cmdline need a --kernel");
        }
        return Optional.of(boot);
    }

    private static <T> T orElse(@Nullable T given, T file) {
        return given == null ? file : given;
    }

    private static RequestedVolume volume(String text) {
        Matcher found = VOLUME.matcher(text);
        if (!found.matches()) {
            throw invalid("--volume " + text + " is not POOL/NAME, POOL/NAME:qcow2 or POOL/NAME:raw");
        }
        Format format = "raw".equals(found.group(3)) ? Format.RAW : Format.QCOW2;
        return new RequestedVolume(found.group(1), found.group(2), format);
    }

    private static CannotMove cannotMove(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "block" -> CannotMove.BLOCK;
            case "shut-down" -> CannotMove.SHUT_DOWN;
            default -> throw invalid("--cannot-move " + text + " is neither block nor shut-down");
        };
    }

    private static KvmherdException invalid(String message) {
        return new KvmherdException(ErrorCode.INVALID_INPUT, message);
    }
}
