package io.kvmherd.agent.core.adoption;

import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainDisk;
import io.kvmherd.agent.core.domain.DomainXmlWriter;
import io.kvmherd.agent.core.domain.HostLink;
import io.kvmherd.agent.core.domain.PoolOfDisk;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.model.GuestCpu;
import io.kvmherd.common.model.Hindrance;
import io.kvmherd.common.model.Limits;
import io.kvmherd.common.model.Reason;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.StoragePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * What in a definition is in the way of a live migration, wherever it would go. What depends on the destination (a pool
 * that it lacks, a network, its CPU) is not here: the rules of migration ask that of each host.
 */
final class Hindrances {
    /** Since this version QEMU drops its host's cache at the end of a migration, as libvirt relies on too. */
    private static final long DROPS_CACHE_SINCE_QEMU = 4_000_000;

    private static final List<String> DISKS_OF_HOST = List.of("nvme", "vhostuser", "vhostvdpa");

    /** Models of memory that keep what is written to them in a file. */
    private static final List<String> FILED_MEMORY = List.of("nvdimm", "virtio-pmem");

    private final List<Hindrance> found = new ArrayList<>();

    private Hindrances() {}

    static List<Hindrance> of(
            Element domain, DomainDescription description, DomainSurvey survey, HypervisorFacts facts) {
        Hindrances hindrances = new Hindrances();
        Optional<Element> devices = XmlDocument.child(domain, "devices");
        hindrances.cpu(domain, description);
        description
                .hostDevices()
                .forEach(device -> hindrances.blocks(
                        reason(ReasonCode.HOST_DEVICE_ATTACHED).with("device", device)));
        description.disks().forEach(disk -> hindrances.disk(disk, facts));
        survey.chains().forEach(chain -> hindrances.chain(chain, facts.pools()));
        devices.ifPresent(parent -> {
            XmlDocument.children(parent, "disk").forEach(hindrances::diskOfHost);
            XmlDocument.children(parent, "interface").forEach(hindrances::networkInterface);
            hindrances.hardware(parent);
            hindrances.otherDevices(parent);
        });
        if (survey.snapshots() > 0) {
            hindrances.blocks(reason(ReasonCode.SNAPSHOTS_KEPT).with("snapshots", survey.snapshots()));
        }
        XmlDocument.child(domain, "os").ifPresent(hindrances::firmware);
        hindrances.found.addAll(MachineHindrances.of(domain, description));
        return hindrances.found.stream().limit(Limits.LIST_ENTRIES).toList();
    }

    /**
     * A CPU that is the host's own goes to hosts with the very same, which the rules of migration ask of each. But QEMU sends
     * none that was given with all that cannot be sent (migratable='off'), and whatever "maximum" is here is another CPU there.
     */
    private void cpu(Element domain, DomainDescription description) {
        Reason taken =
                reason(ReasonCode.CPU_FROM_HOST).with("mode", description.cpu().mode());
        switch (description.cpu().mode()) {
            case GuestCpu.PASSTHROUGH -> {
                if (XmlDocument.attribute(domain, "cpu", "migratable").equals("off")) {
                    blocks(taken.with("migratable", "off"));
                } else {
                    narrows(taken);
                }
            }
            case "maximum" -> blocks(taken);
            case "host-model" -> narrows(taken);
            default -> {
                // A named model is what the rules of migration compare.
            }
        }
        boolean ownAddressBits = XmlDocument.child(domain, "cpu")
                .map(cpu -> XmlDocument.attribute(cpu, "maxphysaddr", "mode"))
                .filter("passthrough"::equals)
                .isPresent();
        if (ownAddressBits) {
            narrows(reason(ReasonCode.CPU_FROM_HOST).with("mode", "maxphysaddr"));
        }
    }

    /** A disk that is no file: another host has neither the device nor the process behind it. */
    private void diskOfHost(Element disk) {
        String target = XmlDocument.attribute(disk, "target", "dev");
        String kind = disk.getAttribute("type");
        if (DISKS_OF_HOST.contains(kind)) {
            blocks(reason(ReasonCode.HOST_DEVICE_ATTACHED).with("device", "disk " + target + " " + kind));
        }
        if (XmlDocument.child(disk, "transient").isPresent()) {
            blocks(cannotSend("a transient disk", target));
        }
    }

    private void hardware(Element devices) {
        for (Element video : XmlDocument.children(devices, "video")) {
            boolean accelerated = XmlDocument.child(video, "model")
                    .map(model -> XmlDocument.attribute(model, "acceleration", "accel3d"))
                    .filter("yes"::equals)
                    .isPresent();
            if (accelerated) {
                blocks(cannotSend("3D acceleration", "video"));
            }
        }
        for (Element memory : XmlDocument.children(devices, "memory")) {
            String model = memory.getAttribute("model");
            if (model.equals("sgx-epc")) {
                blocks(reason(ReasonCode.HOST_DEVICE_ATTACHED).with("device", "memory " + model));
            } else if (FILED_MEMORY.contains(model)) {
                narrows(state(
                        "memory device",
                        XmlDocument.child(memory, "source")
                                .map(source -> XmlDocument.text(source, "path"))
                                .orElse("")));
            }
        }
        for (Element input : XmlDocument.children(devices, "input")) {
            String own =
                    XmlDocument.attribute(input, "source", "dev") + XmlDocument.attribute(input, "source", "evdev");
            if (!own.isEmpty()) {
                narrows(state("input device", own));
            }
        }
    }

    private void disk(DomainDisk disk, HypervisorFacts facts) {
        if (!disk.hasSource()) {
            return;
        }
        if (Summary.volume(disk, facts.pools()).isEmpty()) {
            blocks(reason(ReasonCode.DISK_IN_NO_POOL)
                    .with("disk", disk.target())
                    .with("path", place(disk))
                    .with("device", disk.device()));
        }
        if (!disk.readOnly() && !isCoherent(disk.cache(), facts.qemuVersion())) {
            blocks(reason(ReasonCode.CACHE_MODE)
                    .with("disk", disk.target())
                    .with("cache", disk.cache().isEmpty() ? "default" : disk.cache()));
        }
    }

    /** Whether another host sees what this one has written when the guest changes over. */
    private static boolean isCoherent(String cache, long qemuVersion) {
        return switch (cache) {
            case "none", "directsync" -> true;
            case "unsafe" -> false;
            default -> qemuVersion >= DROPS_CACHE_SINCE_QEMU;
        };
    }

    /** What an overlay rests on goes with it only if it lies in the same pool, which is the one that is proved shared. */
    private void chain(DiskChain chain, List<StoragePool> pools) {
        Optional<String> pool = PoolOfDisk.find(chain.own(), pools);
        chain.below().stream()
                .filter(path -> pool.isEmpty() || !PoolOfDisk.find(path, pools).equals(pool))
                .forEach(path -> blocks(reason(ReasonCode.DISK_IN_NO_POOL)
                        .with("disk", chain.target())
                        .with("path", path)
                        .with("device", "backing file")));
        if (!chain.isComplete() && !chain.lowest().isEmpty()) {
            blocks(reason(ReasonCode.DISK_CHAIN_UNKNOWN)
                    .with("disk", chain.target())
                    .with("path", chain.lowest()));
        }
    }

    private void networkInterface(Element element) {
        String kind = element.getAttribute("type");
        String network = HostLink.networkOf(element);
        if (!network.isEmpty()) {
            if (!Summary.isPlainNetwork(network)) {
                narrows(onHost("network", network));
            }
            return;
        }
        switch (kind) {
            case "user", "hostdev" -> {
                // QEMU's own network goes with it; a device of the host is told of as one.
            }
            case "bridge" -> narrows(onHost(kind, XmlDocument.attribute(element, "source", "bridge")));
            case "direct" -> narrows(onHost(kind, XmlDocument.attribute(element, "source", "dev")));
            case "vhostuser", "vdpa" -> blocks(onHost(kind, XmlDocument.attribute(element, "source", "path")));
            default -> narrows(onHost(kind, XmlDocument.attribute(element, "target", "dev")));
        }
    }

    private void otherDevices(Element devices) {
        for (Element folder : XmlDocument.children(devices, "filesystem")) {
            blocks(state("shared folder", XmlDocument.attribute(folder, "source", "dir")));
        }
        for (Element memory : XmlDocument.children(devices, "shmem")) {
            blocks(state("shared memory", memory.getAttribute("name")));
        }
        for (Element tpm : XmlDocument.children(devices, "tpm")) {
            String backend = XmlDocument.attribute(tpm, "backend", "type");
            if (backend.equals("emulator")) {
                narrows(state("TPM", "swtpm"));
            } else {
                blocks(state("TPM", backend));
            }
        }
        for (Element graphics : XmlDocument.children(devices, "graphics")) {
            String address = graphics.getAttribute("listen");
            if (!address.isEmpty() && !isOnEveryHost(address)) {
                narrows(state("display", address));
            }
        }
        for (Element serial : XmlDocument.children(devices, "serial")) {
            String file = XmlDocument.attribute(serial, "source", "path");
            switch (serial.getAttribute("type")) {
                case "file" -> {
                    if (!file.startsWith(DomainXmlWriter.CONSOLE_FOLDER + "/")) {
                        narrows(state("console file", file));
                    }
                }
                case "dev", "pipe" -> narrows(state("serial port", file));
                default -> {
                    // Made anew wherever the guest is.
                }
            }
        }
    }

    private static boolean isOnEveryHost(String address) {
        return address.equals("0.0.0.0")
                || address.equals("::")
                || address.equals("::1")
                || address.startsWith("127.")
                || address.equals("localhost");
    }

    private void firmware(Element os) {
        String nvram = XmlDocument.text(os, "nvram");
        if (!nvram.isEmpty()) {
            narrows(state("NVRAM", nvram));
        }
        String kernel = XmlDocument.text(os, "kernel");
        if (!kernel.isEmpty()) {
            narrows(state("kernel", kernel));
        }
    }

    private void blocks(Reason reason) {
        found.add(Hindrance.blocking(reason));
    }

    private void narrows(Reason reason) {
        found.add(Hindrance.narrowing(reason));
    }

    private static Reason reason(ReasonCode code) {
        return Reason.of(code);
    }

    private static Reason cannotSend(String what, String where) {
        return reason(ReasonCode.QEMU_CANNOT_SEND).with("what", what).with("where", where);
    }

    private static Reason onHost(String kind, String source) {
        return reason(ReasonCode.INTERFACE_OF_HOST)
                .with("kind", kind.isEmpty() ? "unknown" : kind)
                .with("source", source.isEmpty() ? "something" : source);
    }

    private static Reason state(String kind, String where) {
        return reason(ReasonCode.STATE_ON_HOST)
                .with("kind", kind)
                .with("where", where.isEmpty() ? "an unnamed place" : where);
    }

    private static String place(DomainDisk disk) {
        return disk.source().isEmpty() ? disk.pool() + "/" + disk.volume() : disk.source();
    }
}
