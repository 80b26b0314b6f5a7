package io.kvmherd.agent.core.adoption;

import io.kvmherd.agent.core.domain.DiskFiles;
import io.kvmherd.agent.core.domain.DomainDescription;
import io.kvmherd.agent.core.domain.DomainDisk;
import io.kvmherd.agent.core.domain.PoolOfDisk;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.common.model.StartsWithHost;
import io.kvmherd.common.model.StoragePool;
import java.util.List;
import java.util.Optional;

/**
 * Which adopted guests an agent may start by itself after its host was started anew.
 *
 * <p>The danger is a guest that runs twice: while its host was off, somebody may have proved that and started the guest
 * elsewhere. That takes disks which another host reaches. So a guest starts without asking only if every file that it
 * writes to, and all below it, lies on a file system that is known to be this host's own, in no pool that the operator
 * declared shared. Block devices may be a storage network's and are never taken for local.
 */
final class BootRules {
    private static final List<String> LOCAL_FILE_SYSTEMS =
            List.of("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "overlay", "xfs", "zfs");

    private BootRules() {}

    /** What becomes of a guest's autostart when it is adopted; for one that was adopted, what it should be now. */
    static StartsWithHost startsWithHost(
            DomainDescription description, DomainSurvey survey, List<StoragePool> pools, List<String> sharedPools) {
        if (!survey.autostart() && survey.recorded() == StartsWithHost.NO) {
            return StartsWithHost.NO;
        }
        boolean namedByPool = description.disks().stream()
                .filter(DomainDisk::hasSource)
                .anyMatch(disk -> disk.source().isEmpty());
        boolean local = !namedByPool
                && DiskFiles.of(survey.domainXml()).size() >= disksWithSource(description)
                && DiskFiles.of(survey.domainXml()).stream()
                        .allMatch(path -> isLocal(path, survey) && isNotIn(sharedPools, path, pools));
        return local ? StartsWithHost.ALONE : StartsWithHost.ASKED;
    }

    private static long disksWithSource(DomainDescription description) {
        return description.disks().stream().filter(DomainDisk::hasSource).count();
    }

    private static boolean isLocal(String path, DomainSurvey survey) {
        return Optional.ofNullable(survey.fileSystems().get(path))
                .filter(LOCAL_FILE_SYSTEMS::contains)
                .isPresent();
    }

    private static boolean isNotIn(List<String> sharedPools, String path, List<StoragePool> pools) {
        return PoolOfDisk.find(path, pools).filter(sharedPools::contains).isEmpty();
    }
}
