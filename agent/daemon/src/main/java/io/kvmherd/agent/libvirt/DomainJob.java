package io.kvmherd.agent.libvirt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.kvmherd.agent.core.port.MigrationStatistics;
import io.kvmherd.common.model.MigrationFigures;
import java.util.Collections;
import java.util.Optional;

/**
 * What libvirt says about the long job of a domain.
 *
 * @param type libvirt's number: none, bounded, unbounded, completed, failed, cancelled
 * @param parameters its statistics
 */
record DomainJob(int type, NativeParameters parameters) {
    private static final int COMPLETED = 3;

    /** Empty when libvirt cannot say: the guest went off meanwhile, or the driver knows no jobs. */
    static Optional<DomainJob> of(Pointer domain) {
        return of(domain, 0);
    }

    /** The job that ended last; empty when libvirt knows of none. */
    static Optional<DomainJob> ended(Pointer domain) {
        return of(domain, NativeLibvirt.JOB_STATS_COMPLETED | NativeLibvirt.JOB_STATS_KEEP_COMPLETED)
                .filter(job -> job.type() == COMPLETED);
    }

    private static Optional<DomainJob> of(Pointer domain, int flags) {
        IntByReference type = new IntByReference();
        PointerByReference parameters = new PointerByReference();
        IntByReference count = new IntByReference();
        if (NativeLibvirt.virDomainGetJobStats(domain, type, parameters, count, flags) < 0) {
            return Optional.empty();
        }
        Pointer list = parameters.getValue();
        if (list == null) {
            return Optional.of(new DomainJob(type.getValue(), new NativeParameters(Collections.emptyMap())));
        }
        try {
            return Optional.of(new DomainJob(type.getValue(), NativeParameters.copy(list, count.getValue())));
        } finally {
            NativeLibvirt.virTypedParamsFree(list, count.getValue());
        }
    }

    /** Memory and disks together; the rate at which memory is dirtied is told in pages. */
    MigrationStatistics migration(boolean postCopy) {
        return new MigrationStatistics(
                parameters.number("data_total"),
                parameters.number("data_processed"),
                parameters.number("data_remaining"),
                parameters.number("memory_bps") + parameters.number("disk_bps"),
                parameters.number("memory_dirty_rate") * parameters.number("memory_page_size"),
                Math.max(1, parameters.number("memory_iteration")),
                parameters.number("time_elapsed"),
                parameters.number("downtime"),
                parameters.number("auto_converge_throttle"),
                parameters.number("disk_total"),
                parameters.number("disk_processed"),
                postCopy);
    }

    /** Of a job that has ended. */
    MigrationFigures figures() {
        return new MigrationFigures(
                parameters.number("downtime"), parameters.number("time_elapsed"), parameters.number("data_processed"));
    }
}
