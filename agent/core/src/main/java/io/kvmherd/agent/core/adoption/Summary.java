package io.kvmherd.agent.core.adoption;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainDisk;
import io.kvmherd.agent.core.domain.DomainXmlReader;
import io.kvmherd.agent.core.domain.PoolOfDisk;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.CannotMove;
import io.kvmherd.common.model.DirectBoot;
import io.kvmherd.common.model.GuestSpec;
import io.kvmherd.common.model.Names;
import io.kvmherd.common.model.StoragePool;
import io.kvmherd.common.model.Virtualisation;
import io.kvmherd.common.model.VolumeReference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.w3c.dom.Element;

/** A domain's definition as a specification, as far as one can say it. */
final class Summary {
    /** What stands for a CPU that the definition does not name. */
    private static final String NO_MODEL = "default";

    private Summary() {}

    /** @throws KvmherdException INVALID_INPUT, MALFORMED or UNSUPPORTED for what no guest can be */
    static GuestSpec of(Element domain, DomainDescription description, List<StoragePool> pools) {
        return new GuestSpec(
                description.name(),
                description.vcpus(),
                description.memoryMib(),
                guaranteedMib(domain, description),
                virtualisation(description.type()),
                cpuModel(description),
                valid(() -> Names.requireFileName("machine type", description.machineType()))
                        .orElse(""),
                boot(domain),
                description.disks().stream()
                        .flatMap(disk -> volume(disk, pools).stream())
                        .toList(),
                description.networks().stream().filter(Summary::isPlainNetwork).toList(),
                List.of(),
                "",
                CannotMove.BLOCK);
    }

    /** The volume that a disk is, where it is a plain one of an active pool. */
    static Optional<VolumeReference> volume(DomainDisk disk, List<StoragePool> pools) {
        Optional<VolumeReference.Format> format = format(disk.format());
        Optional<String> pool = PoolOfDisk.find(disk, pools)
                .filter(name -> pools.stream().anyMatch(known -> known.name().equals(name)));
        if (!disk.hasSource() || format.isEmpty() || pool.isEmpty()) {
            return Optional.empty();
        }
        String name =
                disk.volume().isEmpty() ? disk.source().substring(disk.source().lastIndexOf('/') + 1) : disk.volume();
        return valid(() -> new VolumeReference(pool.get(), name, format.get()));
    }

    static boolean isPlainNetwork(String name) {
        return valid(() -> Names.requireFileName("network name", name)).isPresent();
    }

    private static Optional<VolumeReference.Format> format(String driverType) {
        return switch (driverType) {
            case "raw" -> Optional.of(VolumeReference.Format.RAW);
            case "qcow2" -> Optional.of(VolumeReference.Format.QCOW2);
            default -> Optional.empty();
        };
    }

    /** What the guest may use at the moment: its balloon was set so by somebody, and that much is kept for it. */
    private static long guaranteedMib(Element domain, DomainDescription description) {
        return XmlDocument.child(domain, "currentMemory")
                .map(DomainXmlReader::mibOf)
                .map(current -> Math.min(current, description.memoryMib()))
                .orElse(description.memoryMib());
    }

    /** "test" is the type of libvirt's in-memory driver. */
    private static Virtualisation virtualisation(String type) {
        return switch (type) {
            case "kvm" -> Virtualisation.KVM;
            case "qemu", "test" -> Virtualisation.EMULATED;
            default ->
                throw new KvmherdException(
                        ErrorCode.UNSUPPORTED,
                        "the domain is of type \"" + type.toLowerCase(Locale.ROOT) + "\"; only kvm and qemu are known");
        };
    }

    private static String cpuModel(DomainDescription description) {
        String said = description.cpu().mode().equals("custom")
                ? description.cpu().model()
                : description.cpu().mode();
        return valid(() -> Names.requireFileName("CPU model", said)).orElse(NO_MODEL);
    }

    private static Optional<DirectBoot> boot(Element domain) {
        return XmlDocument.child(domain, "os")
                .filter(os -> !XmlDocument.text(os, "kernel").isEmpty())
                .flatMap(os -> valid(() -> new DirectBoot(
                        XmlDocument.text(os, "kernel"),
                        XmlDocument.text(os, "initrd"),
                        XmlDocument.text(os, "cmdline"))));
    }

    /** What does not fit into a specification is left out of it; the definition has it. */
    private static <T> Optional<T> valid(Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (KvmherdException e) {
            return Optional.empty();
        }
    }
}
