package io.kvmherd.agent.core.adoption;

import io.kvmherd.agent.core.domain.PoolOfDisk;
import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DiskChain;
import io.kvmherd.agent.core.port.DiskLocks;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.StoragePool;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * Which adopted guests an agent may start by itself after its host was started anew.
 *
 * <p>The danger is a guest that runs twice: while its host was off, somebody may have proved that and started the guest
 * elsewhere. That takes disks which another host reaches. So a guest starts without asking only if it can be shown that no
 * other host does: it has a disk to write to, each of its disks is a file with a known chain, every part of it lies on a file
 * system that is known to be this host's own and in no pool that the operator declared shared, and nothing else in its
 * definition can bring storage in. What is not known here counts as a way in: the lists below name what is harmless, not
 * what is dangerous. Block devices may be a storage network's and are never taken for local.
 */
final class BootRules {
    private static final List<String> LOCAL_FILE_SYSTEMS =
            List.of("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "overlay", "xfs", "zfs");

    /** Devices that hold nothing which another host could write to as well. Disks are looked at one by one. */
    private static final List<String> DEVICES_WITHOUT_STORAGE = List.of(
            "audio",
            "channel",
            "console",
            "controller",
            "crypto",
            "disk",
            "emulator",
            "graphics",
            "hub",
            "input",
            "interface",
            "iommu",
            "memballoon",
            "panic",
            "parallel",
            "redirdev",
            "redirfilter",
            "rng",
            "serial",
            "smartcard",
            "sound",
            "tpm",
            "video",
            "vsock",
            "watchdog");

    /** Other models of memory keep what is written to them, in a file. */
    private static final List<String> MEMORY_WITHOUT_FILE = List.of("dimm", "virtio-mem");

    private BootRules() {}

    /** What becomes of a guest's autostart when it is adopted; for one that was adopted, what it should be now. */
    static StartsWithHost startsWithHost(
            Element domain, DomainSurvey survey, List<StoragePool> pools, List<String> sharedPools) {
        if (!survey.autostart() && survey.recorded() == StartsWithHost.NO) {
            return StartsWithHost.NO;
        }
        return isThisHostsAlone(domain, survey, pools, sharedPools) ? StartsWithHost.ALONE : StartsWithHost.ASKED;
    }

    static boolean isThisHostsAlone(
            Element domain, DomainSurvey survey, List<StoragePool> pools, List<String> sharedPools) {
        return hasOnlyKnownDevices(domain)
                && survey.chains().stream().allMatch(chain -> isLocal(chain, survey, pools, sharedPools));
    }

    /**
     * Whether it has a disk that libvirt locks against everybody else: one lock is enough to keep a second copy of the whole
     * guest from starting. One that may be shared by its own definition or is only read it does not lock. Locks on block
     * devices count only where they are taken in a lockspace of their own.
     */
    static boolean hasDiskToLock(Element domain, DiskLocks locks) {
        return XmlDocument.child(domain, "devices").stream()
                .flatMap(devices -> XmlDocument.children(devices, "disk").stream())
                .filter(BootRules::isWrittenTo)
                .filter(disk -> XmlDocument.child(disk, "shareable").isEmpty())
                .anyMatch(disk -> XmlDocument.child(disk, "source")
                        .filter(source -> isLocked(source, locks))
                        .isPresent());
    }

    private static boolean isLocked(Element source, DiskLocks locks) {
        String file = source.getAttribute("file");
        boolean device = source.hasAttribute("dev") || file.startsWith("/dev/");
        return switch (locks) {
            case NONE -> false;
            case FILES -> !file.isEmpty() && !device;
            case ALL -> !file.isEmpty() || device;
        };
    }

    private static boolean hasOnlyKnownDevices(Element domain) {
        List<Element> devices = XmlDocument.child(domain, "devices").stream()
                .flatMap(parent -> XmlDocument.children(parent).stream())
                .toList();
        List<Element> disks = devices.stream()
                .filter(device -> device.getTagName().equals("disk"))
                .toList();
        return !hasOptionsForQemu(domain)
                && devices.stream().allMatch(BootRules::bringsNoStorage)
                && disks.stream().allMatch(BootRules::isFileOrEmpty)
                && disks.stream().anyMatch(BootRules::isWrittenTo);
    }

    /** QEMU's own command line may name any disk; such elements have a namespace of their own. */
    private static boolean hasOptionsForQemu(Element domain) {
        return XmlDocument.children(domain).stream().anyMatch(element -> element.getNamespaceURI() != null);
    }

    private static boolean bringsNoStorage(Element device) {
        return device.getTagName().equals("memory")
                ? MEMORY_WITHOUT_FILE.contains(device.getAttribute("model"))
                : DEVICES_WITHOUT_STORAGE.contains(device.getTagName());
    }

    private static boolean isFileOrEmpty(Element disk) {
        boolean empty = XmlDocument.child(disk, "source").isEmpty();
        String kind = disk.getAttribute("device");
        return empty
                ? kind.equals("cdrom") || kind.equals("floppy")
                : disk.getAttribute("type").equals("file");
    }

    private static boolean isWrittenTo(Element disk) {
        String kind = disk.getAttribute("device");
        return (kind.isEmpty() || kind.equals("disk"))
                && XmlDocument.child(disk, "readonly").isEmpty();
    }

    private static boolean isLocal(
            DiskChain chain, DomainSurvey survey, List<StoragePool> pools, List<String> sharedPools) {
        return chain.isComplete()
                && chain.paths().stream()
                        .allMatch(path -> isOnLocalFileSystem(path, survey) && isNotIn(sharedPools, path, pools));
    }

    private static boolean isOnLocalFileSystem(String path, DomainSurvey survey) {
        return Optional.ofNullable(survey.fileSystems().get(path))
                .filter(LOCAL_FILE_SYSTEMS::contains)
                .isPresent();
    }

    private static boolean isNotIn(List<String> sharedPools, String path, List<StoragePool> pools) {
        return PoolOfDisk.find(path, pools).filter(sharedPools::contains).isEmpty();
    }
}
