package io.kvmherd.agent.core.adoption;

import io.kvmherd.agent.core.domain.XmlDocument;
import io.kvmherd.agent.core.port.DiskLocks;
import io.kvmherd.agent.core.port.DomainSurvey;
import io.kvmherd.agent.core.port.HypervisorFacts;
import io.kvmherd.common.model.OwnStart;
import io.kvmherd.common.model.StartsWithHost;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * Whether what an own guest's start relies on is there: asked when it is marked, and again before each start.
 *
 * <p>The agent's own record tells who had the right to run the guest when the agent last heard of it. It cannot tell what
 * happened while the agent was cut off: somebody may have proved that this host was off, and started the guest elsewhere. A
 * lock that libvirt takes on a disk before QEMU starts decides that, and nothing that the agent could ask would. QEMU locks
 * image files as well; that is not counted here, since block devices have no such lock and network file systems may be
 * mounted without, but it refuses a second start where it works.
 */
public final class OwnStartRules {
    private OwnStartRules() {}

    /**
     * @param starts what becomes of its autostart: ALONE says that its disks are this host's, in the light of the pools that
     *     were declared shared, which only the controller knows
     * @return what is missing, and what to do; empty when nothing is
     */
    public static Optional<String> doubt(
            OwnStart ownStart, StartsWithHost starts, DomainSurvey survey, HypervisorFacts facts) {
        if (ownStart != OwnStart.LOCKED) {
            return Optional.empty();
        }
        Element domain = XmlDocument.parse(survey.domainXml());
        boolean local =
                starts == StartsWithHost.ALONE && BootRules.isThisHostsAlone(domain, survey, facts.pools(), List.of());
        if (local) {
            return Optional.empty();
        }
        if (survey.locked() == DiskLocks.NONE) {
            return Optional.of("other hosts may reach its disks, and libvirt takes no lock on them on this host. Set"
                    + " lock_manager = \"lockd\" in /etc/libvirt/qemu.conf of every host that reaches them, with one"
                    + " file_lockspace_dir for all in qemu-lockd.conf, restart libvirt and the guest, and mark it again;"
                    + " or mark it with --without-disk-lock if it can run nowhere else");
        }
        return BootRules.hasDiskToLock(domain, survey.locked())
                ? Optional.empty()
                : Optional.of(
                        "it has no disk that libvirt locks against other hosts: a file that it writes to and that is"
                                + " not shareable, or such a block device where qemu-lockd.conf sets file_lockspace_dir."
                                + " Mark it with --without-disk-lock if it can run nowhere else");
    }
}
