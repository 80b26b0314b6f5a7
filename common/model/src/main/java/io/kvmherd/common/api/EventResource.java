package io.kvmherd.common.api;

import io.kvmherd.common.model.OutsideChange;
import java.time.Instant;
import java.util.Optional;

/**
 * One change, as it is sent on the event stream. The stream's {@code id} is {@code sequence} and its {@code event} is the
 * type in small letters.
 *
 * @param sequence grows; a client that comes back with the last one it saw misses nothing
 * @param subject name of the host, id of the guest or operation, or the word cluster
 * @param host the host as it is now, for type HOST; left out when it is not of the cluster
 * @param guest the guest as it is now, for types GUEST and OUTSIDE; left out when it is gone
 * @param operation the operation as it is now, for type OPERATION
 * @param progress for type PROGRESS, whose subject is the operation
 * @param alarm for type ALARM
 * @param outside for type OUTSIDE: what happened to the guest without kvmherd having asked for it
 * @param message for type CLUSTER, and for type HOST where the host as it is now does not say what happened: that it
 *     joined, was removed or may join again, and what its CPU means for the guests of others
 */
public record EventResource(
        long sequence,
        Instant at,
        Type type,
        String subject,
        Optional<HostResource> host,
        Optional<GuestResource> guest,
        Optional<OperationResource> operation,
        Optional<ProgressResource> progress,
        Optional<AlarmResource> alarm,
        Optional<OutsideChange> outside,
        Optional<MessageResource> message) {
    /** What changed. */
    public enum Type {
        HOST,
        GUEST,
        OPERATION,
        PROGRESS,
        ALARM,
        OUTSIDE,
        CLUSTER
    }

    public EventResource saying(Optional<MessageResource> said) {
        return new EventResource(sequence, at, type, subject, host, guest, operation, progress, alarm, outside, said);
    }
}
