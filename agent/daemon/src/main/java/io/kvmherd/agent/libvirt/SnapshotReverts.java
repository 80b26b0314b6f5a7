package io.kvmherd.agent.libvirt;

import org.libvirt.event.DomainEvent;
import org.libvirt.event.ResumedDetail;
import org.libvirt.event.StartedDetail;
import org.libvirt.event.StoppedDetail;
import org.libvirt.event.SuspendedDetail;

/**
 * Knows which of libvirt's events belong to a return to a snapshot. There is no event of its own for that: libvirt tells what
 * it does on the way, one to three events, and only for a guest that was or becomes active.
 */
final class SnapshotReverts {
    private SnapshotReverts() {}

    static boolean isPartOfOne(DomainEvent event) {
        return switch (event.getType()) {
            case STOPPED -> is(event, StoppedDetail.FROM_SNAPSHOT);
            case STARTED -> is(event, StartedDetail.FROM_SNAPSHOT);
            case SUSPENDED -> is(event, SuspendedDetail.FROM_SNAPSHOT);
            case RESUMED -> is(event, ResumedDetail.FROM_SNAPSHOT);
            default -> false;
        };
    }

    /** @param wanted detail of the event's own type */
    static boolean is(DomainEvent event, Enum<?> wanted) {
        Object detail = event.getDetail();
        return wanted.equals(detail);
    }
}
