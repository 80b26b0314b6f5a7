package io.kvmherd.common.api;

import io.kvmherd.common.model.MigrationPolicy;
import io.kvmherd.common.model.MigrationTransport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a migration is made, and what it took.
 *
 * @param policy how far it may go
 * @param limitMibPerSecond what it may send each second, 0 for no limit
 * @param downtimeMs how long the guest stood still, measured; left out before its end and where nobody knows
 * @param totalMs from the beginning of the sending to its end, likewise
 * @param sentBytes what went over the network, likewise
 * @param boundMibPerSecond what it may send at the moment, where it shares its hosts' limits with others; 0 for no bound
 * @param transport in the clear or over TLS; left out where it was not settled yet
 * @param copies disks that are copied along
 * @param leftBehind HOST:PATH of files that stay: after a success the originals, which nobody uses any more; otherwise copies
 *     that were not removed, which may hold what the guest wrote last. kvmherd removes none of them
 */
public record MigrationResource(
        MigrationPolicy policy,
        long limitMibPerSecond,
        OptionalLong downtimeMs,
        OptionalLong totalMs,
        OptionalLong sentBytes,
        long boundMibPerSecond,
        Optional<MigrationTransport> transport,
        List<CopyResource> copies,
        List<String> leftBehind) {
    public MigrationResource {
        copies = List.copyOf(copies);
        leftBehind = List.copyOf(leftBehind);
    }
}
